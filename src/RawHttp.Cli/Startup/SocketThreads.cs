namespace RawHttp.Cli.Startup;

/// <summary>How the runtime waits for sockets. Read by it before its first one, so to be said before that.</summary>
internal static class SocketThreads
{
    /// <summary>What arrives is handled on the thread that noticed it, without a hand-over to the thread pool. Nothing here blocks for long.</summary>
    public static void RunInline() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>One thread does for one connection.</summary>
    public static void UseOne() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
}
