/* A disk whose sync takes two milliseconds more: an ordinary SSD with no memory that outlives the power. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char *name, int fd) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct timespec wait = {0, 2000000};
  int answer = sync(fd);
  nanosleep(&wait, 0);
  return answer;
}

int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
