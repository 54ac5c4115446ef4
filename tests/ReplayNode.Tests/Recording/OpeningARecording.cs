using System.Text.Json.Nodes;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Recording;

/// <summary>A recording that contradicts itself is refused at the start, by file and field.</summary>
public sealed class OpeningARecording : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly JsonNode _index = JsonNode.Parse(File.ReadAllText(Path.Combine(Fixtures.Folder, "replay-relay.json")))!;

    public OpeningARecording()
    {
        Directory.CreateDirectory(_scratch["chain"]);
        foreach (var name in new[] { "blocks", "encoded", "metadata", "storage" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_scratch["chain"], name), Path.Combine(Fixtures.Folder, name));
        }
    }

    [Fact]
    public async Task A_sound_one_is_served()
    {
        Assert.Null(await OpenAsync());
        _index["blocks"]!.AsArray().ToList().ForEach(b => (b!.AsObject()).Remove("hash"));
        Assert.Null(await OpenAsync());
    }

    [Theory]
    [InlineData("format", "2", "format is 2; this program reads 1")]
    [InlineData("mode", "\"live\"", "mode is 'live', and should be 'recorded' or 'relinked'")]
    [InlineData("genesisHash", "\"0x12\"", "genesisHash is no hash")]
    [InlineData("properties", "[]", "properties should be an object")]
    [InlineData("blocks", "[]", "blocks is empty")]
    [InlineData("runtimes", "[]", "runtimes is empty")]
    [InlineData("chain", "null", "chain")]
    [InlineData("colour", "\"red\"", "colour")]
    [InlineData("snapshots", "[\"storage/none.json\"]", "storage/none.json: cannot be read")]
    [InlineData("snapshots", "[\"blocks/relay-059-empty-block.json\"]", "relay-059-empty-block.json: at is missing")]
    [InlineData("runtimes", """[{"specVersion":1,"from":2,"metadata":{}}]""", "spec version 1 has no metadata")]
    [InlineData("runtimes", """[{"specVersion":1,"from":2,"metadata":{"9":"x"}}]""", "'9' is no metadata version")]
    [InlineData("runtimes", """[{"specVersion":1,"from":5,"metadata":{"14":"x"}},{"specVersion":2,"from":5,"metadata":{"14":"x"}}]""", "runtimes[1].from is not above")]
    [InlineData("forks", """[{"file":"blocks/none.json"}]""", "blocks/none.json: cannot be read")]
    [InlineData("blocks", """[{"file":"encoded/polkadot-relay-pallet-System.json"}]""", "has events alone, without a block: the mode must be 'relinked'")]
    [InlineData("blocks", """[{"file":"storage/relay-credits.json"}]""", "id is missing")]
    public async Task A_wrong_index_is_refused_by_field(string field, string json, string complaint)
    {
        _index[field] = JsonNode.Parse(json);
        Assert.Contains(complaint, await OpenAsync());
    }

    [Fact]
    public async Task A_gap_a_swap_and_a_stranger_are_refused()
    {
        var blocks = _index["blocks"]!.AsArray();
        var removed = blocks[4]!.DeepClone();
        blocks.RemoveAt(4);
        Assert.Contains("blocks[4] has the height 7, and should have 6", await OpenAsync());
        blocks.Insert(4, JsonNode.Parse("""{"number":6,"hash":"0x1111111111111111111111111111111111111111111111111111111111111111","file":"blocks/relay-051-order-too-expensive.json"}"""));
        Assert.Contains("block.hash is 0xd8b99d95", await OpenAsync(6));
        blocks[4] = JsonNode.Parse("""{"number":6,"hash":"0x410ede8a1a145e1c688c85df36947cd4f1f0dd734d7e2f6e9d551e28fd026cc7","file":"blocks/relay-057-order-keep-alive.json"}""");
        Assert.Contains("block.number is 12, but replay-x.json says 6", await OpenAsync(6));
        blocks[4] = removed;
        Assert.Null(await OpenAsync(6));
    }

    [Fact]
    public async Task A_sibling_in_place_of_the_block_breaks_the_chain()
    {
        var blocks = _index["blocks"]!.AsArray();
        blocks[10] = _index["forks"]![0]!.DeepClone();
        Assert.Contains("is no child of the block before it", await OpenAsync(13));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>What is said when the recording is opened, and its blocks are read up to a height.</summary>
    private async Task<string?> OpenAsync(int? read = null)
    {
        var file = Path.Combine(_scratch["chain"], "replay-x.json");
        await File.WriteAllTextAsync(file, _index.ToJsonString());
        try
        {
            await using var node = await Nodes.ServeAsync(file);
            await using var client = await RawClient.ConnectAsync(node);
            for (var height = 2; height <= (read ?? 2); height++)
            {
                var hash = (await client.ResultAsync("chain_getBlockHash", $"[{height}]")).GetString();
                var answer = await client.AskAsync("chain_getBlock", $"[\"{hash}\"]");
                if (answer.Contains("error", StringComparison.Ordinal))
                {
                    return answer;
                }
            }

            return null;
        }
        catch (ReplayNodeStartException e)
        {
            return e.Message;
        }
    }
}
