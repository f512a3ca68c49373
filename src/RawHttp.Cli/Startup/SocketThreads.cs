namespace RawHttp.Cli.Startup;

/// <summary>How the runtime waits for sockets. It reads these settings before the first socket, so they must be set earlier.</summary>
internal static class SocketThreads
{
    /// <summary>Handles arrivals on the thread that detected them, without the thread pool. No handler blocks for long.</summary>
    public static void RunInline() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>One thread is enough for one connection.</summary>
    public static void UseOne() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
}
