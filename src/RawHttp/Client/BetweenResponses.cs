using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>Takes and shows the octets between two responses, which belong to neither.</summary>
internal sealed class BetweenResponses(LineReader lines, IExchangeObserver? observer)
{
    /// <summary>Whether the end of the stream was reached.</summary>
    public bool IsDrained { get; private set; }

    /// <summary>Takes the octets after a response, up to the next one if there may be one.</summary>
    /// <param name="run">The response, whose end was read last.</param>
    /// <param name="mayBeFollowed">Whether another response is expected; otherwise all octets are taken.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What was taken; null for nothing.</returns>
    public async Task<Aftermath?> ReadAsync(ResponseRun run, bool mayBeFollowed, CancellationToken cancellationToken)
    {
        var (end, first) = (lines.Offset, new FirstOctets());
        try
        {
            while (await CountBeforeNextAsync(mayBeFollowed, lines.Offset == end, cancellationToken).ConfigureAwait(false)
                is > 0 and var count)
            {
                var offset = lines.Offset;
                var octets = await lines.ReadSomeAsync(count, cancellationToken).ConfigureAwait(false);
                first.Add(octets);
                observer?.Rest(octets, offset, run.IsRestBody);
            }
        }
        catch (OperationCanceledException)
        {
            // The message is whole.
        }

        var after = lines.Offset - end;
        return after == 0 ? null : new Aftermath(end, after, ConnectionEnd.None, Waited: null) { First = first.Octets };
    }

    // How many of the next octets belong to no response; 0 where one begins, and at the end.
    private async ValueTask<long> CountBeforeNextAsync(bool mayBeFollowed, bool isFirst, CancellationToken cancellationToken)
    {
        for (var wanted = 1; ;)
        {
            var octets = await lines.PeekAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (!mayBeFollowed || octets.Length < wanted)
            {
                IsDrained = octets.IsEmpty;
                return octets.Length;
            }

            var (count, more) = StatusLineSearch.Find(octets, isFirst);
            if (more == 0)
            {
                return count;
            }

            wanted = (int)Math.Min(octets.Length, int.MaxValue - more) + more;
        }
    }
}
