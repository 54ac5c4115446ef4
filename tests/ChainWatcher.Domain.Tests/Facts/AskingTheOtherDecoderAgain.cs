using System.Diagnostics;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.Tests.Support;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

public sealed class AskingTheOtherDecoderAgain
{
    [Fact]
    public async Task Gives_what_is_recorded_of_it()
    {
        var folder = Path.Combine(RecordedBlock.Own, "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "@polkadot", "types")), "No node packages: tests/install-tools.sh installs them.");
        var data = ChainData.OrSkip().Folder;
        var output = Directory.CreateTempSubdirectory("facts-");
        try
        {
            var start = new ProcessStartInfo("node", ["oracle.mjs", output.FullName]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            start.Environment["DESK_CHAIN_DATA"] = data;
            using var node = Process.Start(start)!;
            var (errors, said) = (node.StandardError.ReadToEndAsync(), node.StandardOutput.ReadToEndAsync());
            await node.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(node.ExitCode == 0, await errors + await said);
            Assert.Null(JsonDifference.Between(Oracle.Blocks, Load(output, "blocks.json")));
            Assert.Null(JsonDifference.Between(Oracle.Encoded, Load(output, "encoded.json")));
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static JsonNode? Load(DirectoryInfo folder, string file) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder.FullName, file)));
}
