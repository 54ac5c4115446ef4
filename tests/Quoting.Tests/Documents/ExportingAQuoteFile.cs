using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Sealing;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Documents;

public sealed class ExportingAQuoteFile(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_can_be_checked_with_the_desks_key_and_nothing_else(bool sponsored)
    {
        var quote = await world.SentAsync(sponsored: sponsored);
        var file = await world.Documents.ExportQuoteAsync(new() { Number = quote.Number }, world.As(world.Rita));
        Assert.Equal($"{quote.Number}.r1.quote.json", file.FileName);

        var key = await KeyAsync();
        var found = QuoteVerifier.Verify(file.Content.Span, key);

        Assert.True(found.Ok, string.Join('\n', found.Checks));
        Assert.Equal(QuotingWorld.Newest(quote).Snapshot.QuoteSha256, found.Quote!.Sha256);
        Assert.Equal(sponsored ? 1 : 0, found.Quote.Approvals.Count);
        Assert.Equal(sponsored, found.Checks.Any(c => c.Name == "approvals in the journal"));
    }

    [Fact]
    public async Task An_approval_that_was_carried_over_from_an_earlier_revision_is_evidence_too()
    {
        var first = await world.SentAsync(sponsored: true);
        (await world.Of<QuoteDesk>().ReviseAsync(QuotingWorld.As(world.Rita), QuotingWorld.IdOf(first), CancellationToken.None)).OrThrow();
        var second = await world.SendAsync(first);
        Assert.NotEmpty(Assert.Single(QuotingWorld.Newest(second).Approvals).CarriedFromSha256);

        var key = await KeyAsync();
        foreach (var revision in new[] { 1u, 2u })
        {
            var file = await world.Documents.ExportQuoteAsync(new() { Number = second.Number, Revision = revision }, world.As(world.Rita));
            var found = QuoteVerifier.Verify(file.Content.Span, key);
            Assert.True(found.Ok, string.Join('\n', found.Checks));
            Assert.Equal((int)revision, found.Quote!.Revision);
        }
    }

    [Fact]
    public async Task It_is_the_same_by_link_and_by_name()
    {
        var quote = await world.SentAsync(sponsored: true);
        var token = await world.TokenAsync(quote);
        var byName = await world.Documents.ExportQuoteAsync(new() { QuoteId = quote.QuoteId, Revision = 1 }, world.As(world.Lena));
        Assert.Equal(byName, await world.Documents.ExportQuoteAsync(new() { Token = token }));
        Assert.Equal(byName, await world.Documents.ExportQuoteAsync(new() { Token = token }, world.As(world.Rob)));
    }

    [Fact]
    public async Task Documents_are_the_same_bytes_for_whoever_asks_and_whenever()
    {
        var quote = await world.SentAsync(sponsored: true);
        var token = await world.TokenAsync(quote);
        var snapshot = QuotingWorld.Newest(quote).Snapshot;
        var read = QuoteReading.TryRead(snapshot.Canonical, snapshot.CanonicalTerms)!;
        foreach (var (format, bytes, name) in new[] { (QuoteFormat.Html, Encoding.UTF8.GetBytes(QuoteHtml.Page(read)), "html"), (QuoteFormat.Pdf, QuotePdf.Write(read), "pdf") })
        {
            var byLink = await world.Documents.RenderQuoteAsync(new() { Token = token, Format = format });
            var byName = await world.Documents.RenderQuoteAsync(new() { Number = quote.Number, Format = format }, world.As(world.Tom));
            Assert.Equal(byLink, byName);
            Assert.Equal(bytes, byLink.Content.ToByteArray());
            Assert.Equal($"{quote.Number}.r1.{name}", byLink.FileName);
        }
    }

    [Fact]
    public async Task Without_a_link_it_is_for_those_who_may_see_the_quote()
    {
        var quote = await world.SentAsync();
        foreach (var stranger in new[] { world.Rob, world.Sam })
        {
            Assert.Equal(StatusCode.NotFound, (await FailureAsync(new() { QuoteId = quote.QuoteId }, world.As(stranger))).StatusCode);
        }

        Assert.Equal(StatusCode.Unauthenticated, (await FailureAsync(new() { QuoteId = quote.QuoteId }, [])).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await FailureAsync(new() { Number = "Q-1999-000001" }, world.As(world.Rita))).StatusCode);
        Assert.Equal("NOT_SENT", Refusals.ReasonOf(await FailureAsync(new() { Number = quote.Number, Revision = 7 }, world.As(world.Rita))));
        Assert.Equal(StatusCode.InvalidArgument, (await FailureAsync(new(), world.As(world.Rita))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await FailureAsync(new() { Number = quote.Number, QuoteId = quote.QuoteId }, world.As(world.Rita))).StatusCode);

        async Task<RpcException> FailureAsync(ExportQuoteRequest request, Metadata headers) =>
            await Assert.ThrowsAsync<RpcException>(() => world.Documents.ExportQuoteAsync(request, headers).ResponseAsync);
    }

    [Fact]
    public async Task Another_quotes_evidence_does_not_fit()
    {
        var (mine, other) = (await FileAsync(await world.SentAsync(sponsored: true)), await FileAsync(await world.SentAsync(sponsored: true)));
        var key = await KeyAsync();
        Assert.True(QuoteVerifier.Verify(Encoding.UTF8.GetBytes(mine.ToText()), key).Ok);
        foreach (var stitched in new[]
        {
            mine with { Proofs = other.Proofs },
            mine with { Proofs = [mine.Proofs[0], other.Proofs[1]] },
            mine with { Quote = other.Quote, Sha256 = other.Sha256 },
            mine with { Terms = other.Terms, TermsSha256 = other.TermsSha256 },
        })
        {
            Assert.False(QuoteVerifier.Verify(Encoding.UTF8.GetBytes(stitched.ToText()), key).Ok);
        }
    }

    [Fact]
    public async Task The_journals_own_calls_tell_seals_keys_and_proofs_and_find_nothing_wrong()
    {
        var quote = await world.SentAsync();
        await FileAsync(quote);
        var journal = new JournalService.JournalServiceClient(world.Channel);
        var administrator = Testing.Staff.Person("Adam", Role.Administrator);
        var id = await world.ScalarAsync<Guid>($"select event_id from quoting.journal where aggregate_id = '{quote.QuoteId}' and type = 'coretimedesk.quoting.QuoteSent.v1'");

        var proof = await journal.GetInclusionProofAsync(new() { EventId = id.ToString() }, world.As(administrator));

        var seal = CoretimeDesk.Sealing.Seal.TryParse(proof.Seal.Canonical)!;
        var row = SealedRow.TryParse(proof.Row)!;
        Assert.True(new CoretimeDesk.Sealing.InclusionProof(row, proof.Index, [.. proof.Path], new(seal, proof.Seal.Signature)).LeadsToRoot());
        Assert.True((await KeyAsync()).Verifies(new(seal, proof.Seal.Signature)));
        var seals = (await journal.ListSealsAsync(new() { PageSize = 1000 }, world.As(administrator))).Seals;
        Assert.Contains(seals, s => s.Canonical == proof.Seal.Canonical);
        await foreach (var finding in journal.AuditSeals(new(), world.As(world.Lena)).ResponseStream.ReadAllAsync())
        {
            Assert.Equal("", finding.Fault);
        }

        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => journal.GetInclusionProofAsync(new() { EventId = id.ToString() }, world.As(world.Rita)).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => journal.GetInclusionProofAsync(new() { EventId = Guid.CreateVersion7().ToString() }, world.As(administrator)).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task From_the_command_line_it_is_made_linked_printed_and_checked()
    {
        var quote = await world.SentAsync(sponsored: true);
        var (file, key) = (world.PathOf("quote.json"), world.PathOf("desk.pem"));
        await SayAsync("quotes", "export", quote.Number, "--output", file);
        await File.WriteAllTextAsync(key, await SayAsync("journal", "key", "quoting"));
        Assert.Contains("/q/", await SayAsync("quotes", "link", quote.Number), StringComparison.Ordinal);
        Assert.Contains("Rita Rep", await SayAsync("quotes", "links", quote.QuoteId), StringComparison.Ordinal);
        await SayAsync("quotes", "pdf", quote.Number, "--output", world.PathOf("quote.pdf"));
        Assert.StartsWith("%PDF-1.7", await File.ReadAllTextAsync(world.PathOf("quote.pdf")), StringComparison.Ordinal);

        var (code, text) = await world.DeskAsync("quote", "verify", file, "--key", key);
        Assert.True(code == 0, text);
        Assert.Contains("nothing is wrong with this file", text, StringComparison.Ordinal);
        Assert.Equal(9, text.Split('✓').Length - 1);

        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        (code, text) = await world.DeskAsync("quote", "verify", file, "--key", key, "--json");
        Assert.Equal(2, code);
        Assert.False((bool)JsonNode.Parse(text)!["ok"]!);

        Assert.Contains("are what they were when they were sealed", await SayAsync("journal", "verify", "quoting", "--key", key), StringComparison.Ordinal);
        Assert.Contains("rows", await SayAsync("journal", "seals", "quoting"), StringComparison.Ordinal);
        (code, text) = await world.DeskAsync("quote", "verify", world.PathOf("missing.json"));
        Assert.Equal((1, true), (code, text.Contains("There is no file", StringComparison.Ordinal)));
    }

    private async Task<string> SayAsync(params string[] words)
    {
        var (code, text) = await world.DeskAsync([.. words, .. world.Here]);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {text}");
        return text;
    }

    private async Task<QuoteFile> FileAsync(V1.Quote quote) =>
        QuoteFile.TryRead((await world.Documents.ExportQuoteAsync(new() { QuoteId = quote.QuoteId }, world.As(world.Rita))).Content.Span)!;

    private async Task<SealPublicKey> KeyAsync() =>
        SealPublicKey.OfPem((await new JournalService.JournalServiceClient(world.Channel).ListSealKeysAsync(new())).Keys[^1].Pem)!;
}
