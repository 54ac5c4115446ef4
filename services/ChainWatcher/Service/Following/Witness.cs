namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>A second node that has to tell the same of every block before its facts are saved. It never picks a side.</summary>
internal sealed class Witness(ChainSource first, ChainSource second, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>What the two nodes disagree about; null when they agree.</summary>
    public async Task<string?> DisagreementAsync(HeaderRef header, CancellationToken stop)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var hash = await second.Rpc.GetBlockHashAsync(header.Number, stop);
            if (hash == header.Hash)
            {
                var (ours, theirs) = (await first.EventsAsync(header, stop), await second.EventsAsync(header, stop));
                return (ours ?? []).AsSpan().SequenceEqual(theirs ?? []) ? null : $"the two nodes tell the events of block {header} differently";
            }

            // A node that is behind has no block yet; one with another block disagrees.
            if (hash is not null)
            {
                return $"the first node has block {header}, and the second {hash} at the same height";
            }

            if (time.GetElapsedTime(since) > Patience)
            {
                return $"the second node did not have block {header} within {Patience.TotalMinutes:0} minutes";
            }

            await Task.Delay(Pause, time, stop);
        }
    }
}
