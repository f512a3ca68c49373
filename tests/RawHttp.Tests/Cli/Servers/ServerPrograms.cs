using System.Text.Json;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>The servers that are a library: a program of a few lines makes each serve the site.</summary>
internal static class ServerPrograms
{
    public static IAsyncDisposable StartNode(Site site)
    {
        site.Folder.Write(
            "server.js",
            $$"""
            const page = require('node:fs').readFileSync('root/page.html');
            const pieces = {{JsonSerializer.Serialize(Site.Pieces)}};
            const etag = '"one"';

            const sendPage = (request, response) => {
                const isKnown = request.headers['if-none-match'] === etag;
                response.setHeader('ETag', etag);
                response.writeHead(isKnown ? 304 : 200, isKnown ? {} : { 'Content-Length': page.length }).end(page);
            };

            const sendSlowly = async (request, response) => {
                response.setHeader('Content-Length', pieces.join('').length);
                for (const piece of pieces) {
                    await new Promise(resolve => setTimeout(resolve, 100));
                    response.write(piece);
                }

                response.end();
            };

            const answers = {
                '/page.html': sendPage,
                '/slow': sendSlowly,
                '/chunked': (request, response) => { response.write(page.subarray(0, 7000)); response.end(page.subarray(7000)); },
                '/moved': (request, response) => response.writeHead(301, { Location: '/moved/' }).end(),
                '/nothing': (request, response) => response.writeHead(204).end(),
            };
            const missing = (request, response) => response.writeHead(404).end();
            require('node:http').createServer((request, response) => (answers[request.url] ?? missing)(request, response)).listen({{site.Port}}, '127.0.0.1');
            """);
        return ServerProcess.Start(site, "node", "server.js");
    }

    public static IAsyncDisposable StartPython(Site site)
    {
        site.Folder.Write(
            "server.py",
            $$"""
            import http.server, time

            class Handler(http.server.SimpleHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def __init__(self, *arguments):
                    super().__init__(*arguments, directory="root")

                def do_GET(self):
                    if self.path == "/slow":
                        self.send_slowly()
                    elif self.path == "/nothing":
                        self.send_response(204)
                        self.end_headers()
                    else:
                        super().do_GET()

                def send_slowly(self):
                    self.send_response(200)
                    self.send_header("Connection", "close")
                    self.end_headers()
                    for piece in {{JsonSerializer.Serialize(Site.Pieces)}}:
                        time.sleep(0.1)
                        self.wfile.write(piece.encode())

            http.server.ThreadingHTTPServer(("127.0.0.1", {{site.Port}}), Handler).serve_forever()
            """);
        return ServerProcess.Start(site, "python3", "server.py");
    }
}
