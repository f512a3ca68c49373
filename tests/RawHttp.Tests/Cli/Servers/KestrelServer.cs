using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>Kestrel, with the static files of ASP.NET, in this process.</summary>
internal static class KestrelServer
{
    public static IAsyncDisposable Start(Site site)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { WebRootPath = site.Root });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, site.Port));
        var server = builder.Build();
        server.UseStaticFiles();
        server.Run(AnswerAsync);
        server.Start();
        return server;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path)
        {
            case "/chunked":
                await response.WriteAsync(Site.Page);
                break;
            case "/slow":
                response.ContentLength = Site.Pieces.Sum(piece => piece.Length);
                foreach (var piece in Site.Pieces)
                {
                    // A slow reply is one that pauses.
                    await Task.Delay(100);
                    await response.WriteAsync(piece);
                }

                break;
            case "/moved":
                response.Redirect("/moved/", permanent: true);
                break;
            default:
                response.StatusCode = context.Request.Path == "/nothing" ? 204 : 404;
                break;
        }
    }
}
