using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Readme;

public sealed class TheExamplesOfTheReadme
{
    private const string Bought = "blocks/coretime-008-purchase";

    public static TheoryData<string> Offline => [.. Example.All.Where(e => !e.Code.Contains("args[0]", StringComparison.Ordinal)).Select(e => e.Title)];

    [Fact]
    public void Are_five() => Assert.Equal(5, Example.All.Count);

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
}
