namespace RawHttp.Tests.Cli.Servers;

/// <summary>The least that makes each server serve the site: its files, and what it hands on to the origin.</summary>
internal static class ServerConfigurations
{
    // TLS 1.2 for nginx, 1.3 for Caddy: both are met.
    public static IAsyncDisposable StartNginx(Site site)
    {
        site.Folder.Write(
            "nginx.conf",
            $$"""
            daemon off; worker_processes 1; pid nginx.pid; {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            events { worker_connections 64; }
            http {
                access_log off; client_body_temp_path body; proxy_temp_path proxy;
                fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                server {
                    listen {{site.Address}} {{(site.Certificate is { } tls ? $"ssl; ssl_protocols TLSv1.2; ssl_certificate {tls.File}; ssl_certificate_key {tls.Key}" : "")}};
                    root root;
                    location = /nothing { return 204; }
                    location = /chunked { proxy_pass http://{{site.Origin}}; proxy_http_version 1.1; }
                    location = /slow { proxy_pass http://{{site.Origin}}; proxy_buffering off; }
                }
            }
            """);
        return ServerProcess.Start(site, "nginx", "-p", site.Folder.PathOf(""), "-c", "nginx.conf", "-e", "error.log");
    }

    public static IAsyncDisposable StartApache(Site site)
    {
        string[] modules = ["mpm_event", "authz_core", "alias", "dir", "proxy", "proxy_http"];
        site.Folder.Write(
            "apache.conf",
            $"""
            {string.Join('\n', modules.Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))}
            ServerName {site.Address}
            Listen {site.Address}
            DefaultRuntimeDir {site.Folder.PathOf("")}
            PidFile apache.pid
            ErrorLog error.log
            User #65534
            Group #65534
            StartServers 1
            ThreadsPerChild 4
            MaxRequestWorkers 4
            DocumentRoot {site.Root}
            Redirect 204 /nothing
            ProxyPass /chunked http://{site.Origin}/chunked
            ProxyPass /slow http://{site.Origin}/slow flushpackets=on
            """);
        return ServerProcess.Start(site, "apache2", "-DFOREGROUND", "-d", site.Folder.PathOf(""), "-f", "apache.conf");
    }

    public static IAsyncDisposable StartLighttpd(Site site)
    {
        var (host, port) = (site.Origin.Split(':')[0], site.Origin.Split(':')[1]);
        site.Folder.Write(
            "lighttpd.conf",
            $$"""
            server.modules = ("mod_proxy")
            server.bind = "127.0.0.1"
            server.port = {{site.Port}}
            server.document-root = "{{site.Root}}"
            mimetype.assign = (".html" => "text/html")
            server.stream-response-body = 2
            $HTTP["url"] =~ "^/(chunked|slow)$" { proxy.server = ("" => (("host" => "{{host}}", "port" => {{port}}))) }
            """);
        return ServerProcess.Start(site, "lighttpd", "-D", "-f", "lighttpd.conf");
    }

    public static IAsyncDisposable StartCaddy(Site site)
    {
        site.Folder.Write(
            "Caddyfile",
            $$"""
            {
                admin off
                auto_https off
            }
            {{site.Url}} {
                {{(site.Certificate is { } tls ? $"tls {tls.File} {tls.Key}" : "")}}
                root * {{site.Root}}
                respond /nothing 204
                reverse_proxy /chunked {{site.Origin}}
                reverse_proxy /slow {{site.Origin}} {
                    flush_interval -1
                }
                file_server
            }
            """);
        return ServerProcess.Start(site, "caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile");
    }

    public static IAsyncDisposable StartHaproxy(Site site)
    {
        site.Folder.Write(
            "haproxy.cfg",
            $$"""
            global
                maxconn 64
                tune.bufsize 65536
            defaults
                mode http
                option http-no-delay
                timeout connect 10s
                timeout client 10s
                timeout server 10s
            cache some
                total-max-size 4
                max-age 3600
            frontend site
                bind {{site.Address}}
                http-request return status 200 content-type text/html file {{site.Root}}/page.html if { path /page.html }
                http-request return status 204 if { path /nothing }
                http-request return status 404 if { path /missing }
                http-request redirect location /moved/ code 301 if { path /moved }
                http-request cache-use some
                http-response cache-store some
                default_backend origin
            backend origin
                server origin {{site.Origin}}

            """);
        return ServerProcess.Start(site, "haproxy", "-db", "-f", "haproxy.cfg");
    }
}
