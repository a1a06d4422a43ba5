vcl 4.1;
backend default {
    .host = "127.0.0.1";
    .port = "@ORIGIN@";
    .first_byte_timeout = 10s;
    .between_bytes_timeout = 10s;
}
sub vcl_recv { unset req.http.Cookie; return (hash); }
sub vcl_backend_response { set beresp.ttl = 6s; set beresp.grace = 0s; }
