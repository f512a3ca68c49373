using PublicApiGenerator;
using RawHttp.Http;

namespace RawHttp.Tests;

/// <summary>The public surface of the library, as text: what a change does to it is seen in the review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public async Task The_public_surface_is_the_one_that_was_reviewed()
    {
        var surface = typeof(ResponseReader).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });

        await Verifier.Verify(surface).DisableScrubbers();
    }
}
