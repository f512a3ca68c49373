using RawHttp.Http;

namespace RawHttp.Tests.Http;

/// <summary>Reads a message of which everything is there, so that nothing waits: on this thread, to the end.</summary>
internal static class AtOnce
{
    /// <summary>Reads the head and the body, or as much as can be read.</summary>
    /// <returns>Why no more can be read; null if the message is whole.</returns>
    public static ReadException? Read(MessageReader message)
    {
        try
        {
            _ = message is ResponseReader response ? (object)Now(response.ReadHeadAsync()) : Now(((RequestReader)message).ReadHeadAsync());
            while (!Now(message.ReadBodyAsync()).IsEmpty)
            {
            }

            return null;
        }
        catch (ReadException failure)
        {
            return failure;
        }
    }

    private static T Now<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
