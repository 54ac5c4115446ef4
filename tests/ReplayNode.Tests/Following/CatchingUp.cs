using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Following;

/// <summary>Nothing else runs beside it: what is measured is the memory of the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>A follower reads a long chain from its beginning.</summary>
[Collection(nameof(Alone))]
public sealed class CatchingUp
{
    [Fact]
    public async Task Thousands_of_blocks_hold_no_more_memory_than_hundreds()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { Synthetic = 20_000, BusyEvents = 540 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        ReadOnlyMemory<byte> key = Fixtures.RuntimeOf("relay").Storage("System", "Events").Key();

        async Task<long> ReadAsync(ulong from, ulong to)
        {
            for (var height = from; height < to; height += 50)
            {
                var first = height;
                var hashes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => chain.GetBlockHashAsync(first + (ulong)i)));
                var blocks = await Task.WhenAll(hashes.Select(h => chain.QueryStorageAtAsync([key], h!.Value)));
                Assert.All(blocks, b => Assert.InRange(b[0]!.Length, 10_000, 200_000));
            }

            return GC.GetTotalMemory(forceFullCollection: true);
        }

        var before = await ReadAsync(1, 501);
        var after = await ReadAsync(501, 2_501);
        Assert.InRange(after - before, long.MinValue, 32 << 20);
        Assert.Equal(0, (int)(await node.DoAsync("state"))["unrecorded"]!["reads"]!);
    }
}
