using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>What a customer gets says neither why they got a concession nor what the rep earns, rows of the journal included; the desk's own people can check both.</summary>
public sealed class KeepingReasonsToTheDesk(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    private const string Note = "Zanzibar talks to the other chain";
    private const string AskCode = "migration";
    private const string ApprovalCode = "goodwill";

    [Fact]
    public async Task Nothing_behind_a_link_holds_the_note_the_codes_or_the_rates()
    {
        var quote = await SentAsync();
        var token = await world.TokenAsync(quote);
        var file = QuoteFile.TryRead((await world.Documents.ExportQuoteAsync(new() { Token = token })).Content.Span)!;
        Assert.Equal(2, file.Proofs.Count);
        using var page = await world.Browser.GetAsync($"/q/{token}");
        var given = new Dictionary<string, string>
        {
            // The rules name every code that there is.
            ["file"] = (file with { Rules = "" }).ToText(),
            ["page"] = await page.Content.ReadAsStringAsync(),
            ["html"] = (await world.Documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Html })).Content.ToStringUtf8(),
            ["pdf"] = Encoding.Latin1.GetString((await world.Documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Pdf })).Content.ToByteArray()),
        };
        var salt = QuotingWorld.Newest(quote).Snapshot.Terms.InternalSalt;
        Assert.Equal(64, salt.Length);
        foreach (var (name, text) in given)
        {
            foreach (var word in new[] { "Zanzibar", Note, AskCode, ApprovalCode, $"{DocumentsWorld.CommissionBp}", "23.47", $"{DocumentsWorld.OverlayBp}", "6.13", "2960", "reasonCode", "reason_code", "commission", salt })
            {
                Assert.False(Regex.IsMatch(text, $"(?<![0-9A-Za-z]){Regex.Escape(word)}(?![0-9A-Za-z])", RegexOptions.IgnoreCase), $"the {name} holds \"{word}\"");
            }
        }

        // It is all in the private rows, from which the same digests come again.
        Assert.True(await world.ScalarAsync<long>($"select count(*) from quoting.journal where aggregate_id = '{quote.QuoteId}' and type like '%QuoteStepped.v1' and payload::text like '%{ApprovalCode}%'") > 0);
        Assert.Equal(0L, await world.ScalarAsync<long>($"""
            select count(*) from quoting.journal where aggregate_id = '{quote.QuoteId}' and type not like '%QuoteStepped.v1'
                and (payload::text like '%Zanzibar%' or payload::text like '%{ApprovalCode}%' or payload::text like '%{AskCode}%' or payload::text like '%{salt}%')
            """));
    }

    [Fact]
    public async Task The_journal_alone_gives_the_same_digests_again()
    {
        var quote = await SentAsync();
        var steps = new List<V1.QuoteStepped>();
        await using (var command = world.Database.CreateCommand($"select payload::text from quoting.journal where aggregate_id = '{quote.QuoteId}' and type like '%QuoteStepped.v1' order by version"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                steps.Add(Google.Protobuf.JsonParser.Default.Parse<V1.QuoteStepped>(reader.GetString(0)));
            }
        }

        var snapshot = QuoteBook.Replay(steps).Newest.Snapshot!;
        Assert.Equal(QuotingWorld.Newest(quote).Snapshot.QuoteSha256, snapshot.Sha256);
        Assert.Equal(QuotingWorld.Newest(quote).Snapshot.Terms.InternalSha256, snapshot.Terms.InternalSha256);
    }

    [Fact]
    public async Task Two_quotes_of_the_same_share_no_digest_of_what_is_kept()
    {
        var (one, two) = (await SentAsync(), await SentAsync());
        Assert.NotEqual(QuotingWorld.Newest(one).Terms.InternalSha256, QuotingWorld.Newest(two).Terms.InternalSha256);
        Assert.NotEqual(QuotingWorld.Newest(one).Terms.InternalSalt, QuotingWorld.Newest(two).Terms.InternalSalt);
    }

    [Fact]
    public async Task The_internal_file_is_for_the_owner_finance_leadership_and_the_administrator()
    {
        var quote = await SentAsync();
        var (bert, adam) = (Testing.Staff.Person("Bert Budget", Role.BudgetHolder), Testing.Staff.Person("Adam", Role.Administrator));
        var first = await world.Documents.ExportInternalAsync(new() { Number = quote.Number }, world.As(world.Rita));
        Assert.Equal(($"{quote.Number}.r1.internal.json", QuotingWorld.Newest(quote).Terms.InternalSha256), (first.FileName, first.Sha256));
        Assert.Equal(first.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(first.Content.Span)));
        foreach (var reader in new[] { bert, world.Lena, adam })
        {
            Assert.Equal(first, await world.Documents.ExportInternalAsync(new() { QuoteId = quote.QuoteId, Revision = 1 }, world.As(reader)));
        }

        // The lead of the team approved it and sees the whole quote; the file for auditors is not made for everybody who does.
        Assert.Equal((StatusCode.PermissionDenied, "NOT_YOUR_QUOTE"), await FailureAsync(quote, world.As(world.Tom)));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), await FailureAsync(quote, world.As(world.Rob)));
        Assert.Equal(StatusCode.PermissionDenied, (await FailureAsync(quote, world.As(world.Sam))).Status);
        Assert.Equal(StatusCode.Unauthenticated, (await FailureAsync(quote, [])).Status);
    }

    [Fact]
    public async Task From_the_command_line_the_giveaway_is_checked_with_it_and_not_without_it()
    {
        var quote = await SentAsync();
        var (file, kept) = (world.PathOf("kept.quote.json"), world.PathOf("kept.internal.json"));
        await SayAsync(["quotes", "export", quote.Number, "--output", file, .. world.Here]);
        await SayAsync(["quotes", "export", quote.Number, "--internal", "--output", kept, .. world.Here]);

        var without = await SayAsync("quote", "verify", file);
        Assert.Contains("○ giveaway: Not checked", without, StringComparison.Ordinal);
        var with = await SayAsync("quote", "verify", file, "--internal", kept);
        Assert.Contains("✓ internal:", with, StringComparison.Ordinal);
        Assert.Contains("✓ giveaway: With 23.47", with, StringComparison.Ordinal);

        await File.WriteAllTextAsync(kept, (await File.ReadAllTextAsync(kept)).Replace("Zanzibar", "Sansibar", StringComparison.Ordinal));
        var (code, text) = await world.DeskAsync("quote", "verify", file, "--internal", kept, "--json");
        Assert.Equal(2, code);
        var wrong = Assert.Single(JsonNode.Parse(text)!["checks"]!.AsArray(), c => !(bool)c!["ok"]!);
        Assert.Equal("internal", (string)wrong!["name"]!);
    }

    private async Task<string> SayAsync(params string[] words)
    {
        var (code, text) = await world.DeskAsync(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {text}");
        return text;
    }

    private async Task<(StatusCode Status, string? Reason)> FailureAsync(V1.Quote quote, Metadata headers)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => world.Documents.ExportInternalAsync(new() { QuoteId = quote.QuoteId }, headers).ResponseAsync);
        return (failure.StatusCode, Refusals.ReasonOf(failure));
    }

    private Task<V1.Quote> SentAsync() => world.SentAsync(sponsored: true, note: Note, reason: AskCode, approvalCode: ApprovalCode);
}
