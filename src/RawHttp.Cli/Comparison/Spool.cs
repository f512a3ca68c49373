using RawHttp.Cli.Output;

namespace RawHttp.Cli.Comparison;

/// <summary>Octets that are kept until they are compared: the first ones in memory, the rest in a temporary file. A response of any length
/// takes little memory, and the first octet that differs is found exactly.</summary>
internal sealed class Spool : IDisposable
{
    private const int MaxInMemory = 1024 * 1024;
    private const int BlockSize = 64 * 1024;

    private readonly MemoryStream _memory = new();
    private FileStream? _file;
    private string _path = "";

    public long Length { get; private set; }

    /// <summary>The index of the first octet that differs, up to the end of the shorter one; null if there is none.</summary>
    public static long? FirstDifference(Spool a, Spool b)
    {
        var (left, right) = (new byte[BlockSize], new byte[BlockSize]);
        var length = Math.Min(a.Length, b.Length);
        for (var at = 0L; at < length; at += BlockSize)
        {
            var count = (int)Math.Min(BlockSize, length - at);
            a.Read(at, left.AsSpan(0, count));
            b.Read(at, right.AsSpan(0, count));
            var common = left.AsSpan(0, count).CommonPrefixLength(right.AsSpan(0, count));
            if (common < count)
            {
                return at + common;
            }
        }

        return null;
    }

    /// <exception cref="OutputException">The temporary file could not be written.</exception>
    public void Add(ReadOnlySpan<byte> octets)
    {
        var inMemory = (int)Math.Min(octets.Length, MaxInMemory - _memory.Length);
        _memory.Write(octets[..inMemory]);
        Length += octets.Length;
        if (inMemory == octets.Length)
        {
            return;
        }

        try
        {
            _file ??= Open();
            _file.Write(octets[inMemory..]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Files.NotWritten(_path, failure);
        }
    }

    /// <summary>Reads octets.</summary>
    /// <param name="offset">The index of the first one.</param>
    /// <param name="octets">Filled, as far as there are octets.</param>
    /// <returns>How many were read.</returns>
    public int Read(long offset, Span<byte> octets)
    {
        var total = (int)Math.Clamp(Length - offset, 0, octets.Length);
        var inMemory = (int)Math.Clamp(_memory.Length - offset, 0, total);
        _memory.GetBuffer().AsSpan((int)Math.Min(offset, _memory.Length), inMemory).CopyTo(octets);
        if (inMemory < total)
        {
            // Seek writes what is buffered.
            try
            {
                _file!.Seek(offset + inMemory - MaxInMemory, SeekOrigin.Begin);
                _file.ReadExactly(octets[inMemory..total]);
            }
            catch (IOException failure)
            {
                throw Files.NotWritten(_path, failure);
            }
        }

        return total;
    }

    public byte[] Read(long offset, int maxLength)
    {
        var octets = new byte[(int)Math.Clamp(Length - offset, 0, maxLength)];
        Read(offset, octets);
        return octets;
    }

    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is not needed any more.
        }
    }

    private FileStream Open()
    {
        _path = Path.Combine(Path.GetTempPath(), $"rawhttp-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BlockSize,
            Options = FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(_path, options);
        }

        // Only its owner may read it. Without its name, nothing is left of it however the process ends.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        options.Options = FileOptions.None;
        var file = new FileStream(_path, options);
        File.Delete(_path);
        return file;
    }
}
