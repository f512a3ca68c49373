using System.Runtime.InteropServices;

namespace RawHttp.Tests;

/// <summary>A test that is skipped where a shared library is missing, and says which package has it.</summary>
public sealed class RequiresLibraryAttribute : FactAttribute
{
    /// <summary>Skips the test if the library cannot be loaded.</summary>
    /// <param name="library">The file name of the library.</param>
    /// <param name="package">Debian's package.</param>
    public RequiresLibraryAttribute(string library, string package)
    {
        if (!NativeLibrary.TryLoad(library, out _))
        {
            Skip = $"{library} is not installed (Debian: {package})";
        }
    }
}
