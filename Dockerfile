# syntax=docker/dockerfile:1
# Two stages: the first builds the one file as everywhere else, the second holds it with ffmpeg and nothing to build with.
# Build: docker build --build-arg COMMIT=$(git rev-parse --short HEAD) -t footlight .
FROM node:22-bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl git python3-pip \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# What changes seldom comes first, so that a change of the code fetches nothing again.
COPY package.json bun.lock ./
COPY scripts/setup scripts/mediamtx scripts/
COPY mediamtx mediamtx
RUN scripts/mediamtx
RUN scripts/setup --with none
COPY . .
ARG COMMIT=unknown
RUN FOOTLIGHT_COMMIT=$COMMIT scripts/build --out /footlight

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates ffmpeg \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin footlight \
 && install -d -o footlight -g footlight -m 700 /data
COPY --from=build /footlight /usr/local/bin/footlight
USER footlight
ENV FOOTLIGHT_DATA=/data FOOTLIGHT_HTTP=:8420
VOLUME /data
# Pages; RTMP and RTMPS; SRT; WebRTC.
EXPOSE 8420/tcp 1935/tcp 1936/tcp 8890/udp 8189/udp 8189/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s --retries=3 CMD ["footlight", "health"]
ENTRYPOINT ["footlight"]
CMD ["serve"]
