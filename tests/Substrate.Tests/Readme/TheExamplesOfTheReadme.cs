using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Rpc;

namespace CoretimeDesk.Substrate.Tests.Readme;

public sealed class TheExamplesOfTheReadme
{
    private const string Bought = "blocks/coretime-008-purchase";

    public static TheoryData<string> Offline => [.. Example.All.Where(e => !e.Code.Contains("args[0]", StringComparison.Ordinal)).Select(e => e.Title)];

    [Fact]
    public void Are_five() => Assert.Equal(5, Example.All.Count);

    [Fact]
    public async Task Include_one_that_follows_a_node()
    {
        var example = Example.All.Single(e => e.Code.Contains("args[0]", StringComparison.Ordinal));
        var folder = Directory.CreateTempSubdirectory("desk-readme-").FullName;
        try
        {
            await using var node = await NodeOfAsync(ChainFixture.Load(Bought));
            Assert.Equal(example.Expected, await example.RunAsync(folder, $"{node.Uri}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Offline))]
    public async Task Compile_and_print_what_their_comments_say(string title)
    {
        var example = Example.All.Single(e => e.Title == title);
        var folder = Directory.CreateTempSubdirectory("desk-readme-").FullName;
        try
        {
            var fixture = ChainFixture.Load(Bought);
            await File.WriteAllBytesAsync(Path.Combine(folder, "metadata.scale"), ChainFixture.MetadataBytes(fixture.Json.GetProperty("metadata").GetString()!));
            await File.WriteAllBytesAsync(Path.Combine(folder, "events.scale"), fixture.Events);

            Assert.NotEmpty(example.Expected);
            Assert.Equal(example.Expected, await example.RunAsync(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A node that has just this block.</summary>
    private static Task<ScriptedNode> NodeOfAsync(ChainFixture fixture)
    {
        var block = fixture.Json.GetProperty("block");
        var header = block.GetProperty("header");
        var (hash, parent) = (block.GetProperty("hash").GetString(), header.GetProperty("parentHash").GetString());
        var key = Hex.Encode(fixture.Runtime.Storage("System", "Events").Key());
        return AnsweringNode.StartAsync(
            ("chain_getFinalizedHead[]", $"\"{hash}\""),
            ($"chain_getHeader[\"{hash}\"]", JsonSerializer.Serialize(new
            {
                parentHash = parent,
                number = $"0x{block.GetProperty("number").GetUInt64():x}",
                stateRoot = header.GetProperty("stateRoot").GetString(),
                extrinsicsRoot = header.GetProperty("extrinsicsRoot").GetString(),
                digest = new { logs = header.GetProperty("digest") },
            })),
            ($"state_getRuntimeVersion[\"{parent}\"]", """{"specName":"coretime-paseo","implName":"coretime-paseo","authoringVersion":1,"specVersion":2000006,"implVersion":0,"apis":[],"transactionVersion":0,"stateVersion":1}"""),
            ($"state_getMetadata[\"{parent}\"]", $"\"{Hex.Encode(ChainFixture.MetadataBytes(fixture.Json.GetProperty("metadata").GetString()!))}\""),
            ($"state_getStorage[\"{key}\",\"{hash}\"]", $"\"{fixture.Json.GetProperty("eventsHex").GetString()}\""));
    }
}
