using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands;

namespace CoretimeDesk.Desk.Tests.Chain;

/// <summary>What is wrong with a question is told before anybody is asked.</summary>
public sealed class AskingAboutChainsInWrongWords : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("Give one of --from-block BLOCK and --from-date DATE", "backfill")]
    [InlineData("Give one of --from-block BLOCK and --from-date DATE", "backfill", "--from-block", "3", "--from-date", "2026-03-01")]
    [InlineData("--from-block: 'three' is no block; write a number from 1 to 4294967295", "backfill", "--from-block", "three")]
    [InlineData("--from-block: '0' is no block", "backfill", "--from-block", "0")]
    [InlineData("--from-block: '4294967296' is no block", "backfill", "--from-block", "4294967296")]
    [InlineData("--from-date: '1 March' is no date; write 2026-03-01, 2026-03-01T14:30 (both UTC) or 2026-03-01T14:30+02:00.", "backfill", "--from-date", "1 March")]
    [InlineData("--from-date: '2026-02-30' is no date", "backfill", "--from-date", "2026-02-30")]
    [InlineData("--since: '03/01/2026' is no date", "facts", "--since", "03/01/2026")]
    [InlineData("--type: 'Bought' is no type of fact; there are AccountCredited, ", "facts", "--type", "Bought")]
    [InlineData("--account: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz' is no account: The checksum is wrong", "facts", "--account", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz")]
    [InlineData("--owner: '0x12' is no account: ", "regions", "--owner", "0x12")]
    [InlineData("--page-size: is 201; 1 to 200 is allowed.", "facts", "--page-size", "201")]
    [InlineData("--page: cannot be combined with --follow", "facts", "--follow", "--page", "1.2.3")]
    [InlineData("--to-block: cannot be combined with --follow", "facts", "--follow", "--chain", "c", "--to-block", "9")]
    [InlineData("--to-block: is 3, which is below --from-block 7.", "facts", "--chain", "c", "--from-block", "7", "--to-block", "3")]
    [InlineData("--from-block: each chain counts its own blocks; name one with --chain", "facts", "--from-block", "7")]
    [InlineData("No desk with service 'chainwatcher' runs here.", "followers")]
    [InlineData("--address: 'here' must be an absolute http or https address.", "market", "--address", "here")]
    public async Task The_message_names_the_option_and_what_to_write(string expected, params string[] words)
    {
        // Signed in, so that it is the question that is at fault.
        var workspace = Workspace.Of(new FileInfo(_scratch["tye.yaml"]));
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await new SessionFile("http://127.0.0.1:9", "a@b.example", "token", later, "token", later).SaveAsync(workspace);

        var e = await Assert.ThrowsAsync<DeskException>(() => Root.Parse(["chain", .. words, "--file", workspace.TyeFile]).InvokeAsync(Root.Invocation));
        Assert.StartsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01T14:30", "2026-03-01T14:30:00+00:00")]
    [InlineData("2026-03-01 14:30:05", "2026-03-01T14:30:05+00:00")]
    [InlineData("2026-03-01T14:30Z", "2026-03-01T14:30:00+00:00")]
    [InlineData("2026-03-01T14:30:05.25Z", "2026-03-01T14:30:05.25+00:00")]
    [InlineData("2026-03-01T14:30+02:00", "2026-03-01T12:30:00+00:00")]
    public void A_date_is_meant_in_UTC_unless_it_says_otherwise(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), Dates.Parse("--since", text));
}
