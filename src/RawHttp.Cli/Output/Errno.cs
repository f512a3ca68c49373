namespace RawHttp.Cli.Output;

/// <summary>The numbers of errno(3) that decide something here. Linux, macOS and the BSDs share most of them.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoReader = 6;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int IsFolder = 21;
    public const int BrokenPipe = 32;

    /// <summary>EAGAIN: a non-blocking descriptor is not ready.</summary>
    public static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;
}
