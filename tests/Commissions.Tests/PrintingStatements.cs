using System.Globalization;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>A statement on paper. The desk writes, somebody else's library reads.</summary>
public sealed class PrintingStatements(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private static readonly DateTimeOffset December = new(2026, 12, 3, 0, 0, 0, TimeSpan.Zero);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), .. _sale.Bought(1, Day, 1_000 * Sale.Dot), _sale.Assigned(1, Day, Day)]);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Complaint14_Each_line_has_date_block_formula_amounts_with_units_its_cause_and_what_was_disputed()
    {
        await CloseAsync(December);
        var statement = await _world.StatementAsync(Ada, "2026-11");
        await _world.Statements.OpenDisputeAsync(new() { RequestId = NewId(), StatementId = statement.StatementId, Line = 1, Text = "It was more than that." }, _world.As(Ada));

        var words = Words(await PdfAsync(statement, Ada));

        foreach (var said in new[]
        {
            "Commission statement 2026-11", "Ada Rep, in DOT", "became due 180 DOT", "base = 1000 DOT", "rate_1 = 25 %", "share = 18 %", "commission = 250 DOT", "The customer paid 1000 DOT",
            $"polkadot-coretime, block {100_180.ToString("N0", CultureInfo.InvariantCulture)}", "event 1", "timeslices", "3 Nov 2026", "It was more than that.", "To be answered by", "Paid on 2026-12-15",
        })
        {
            Assert.Contains(said, words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task F8_The_same_statement_is_the_same_bytes_with_its_digest_on_every_page_however_long_it_is()
    {
        await _world.DeliverAsync(Enumerable.Range(10, 40).Select(i => _sale.Ordered(i, Day.AddHours(i), (uint)i * Sale.Dot)));
        await CloseAsync(December);
        var statement = await _world.StatementAsync(Ada, "2026-11");
        Assert.True(statement.Lines.Count > 80);

        var bytes = await PdfAsync(statement, Ada);
        _world.MoveTo(December.AddDays(20));

        Assert.Equal(bytes, await PdfAsync(statement, Bert));
        using var pdf = PdfDocument.Open(bytes);
        Assert.InRange(pdf.NumberOfPages, 5, 60);
        foreach (var page in pdf.GetPages())
        {
            var text = ContentOrderTextExtractor.GetText(page);
            Assert.Contains(statement.Sha256, text, StringComparison.Ordinal);
            Assert.Contains($"page {page.Number} of {pdf.NumberOfPages}", text, StringComparison.Ordinal);
            Assert.All(page.Letters, letter => Assert.InRange(letter.EndBaseLine.X, 50, 546));
        }

        var words = Words(bytes);
        Assert.All(statement.Lines, l => Assert.Contains($"Line {l.Line}", words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaint14_What_is_taken_back_later_names_what_caused_it()
    {
        await CloseAsync(December);
        var (begin, end) = Sale.RegionOf(Day, 28);
        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Rejected, begin: begin, end: end, toldAt: December));
        await CloseAsync(new(2027, 1, 5, 0, 0, 0, TimeSpan.Zero));
        var statement = await _world.StatementAsync(Ada, "2026-12");
        var taken = statement.Lines.First(l => l.Kind == "clawback");

        var words = Words(await PdfAsync(statement, Bert));

        Assert.Contains("clawed back -", words, StringComparison.Ordinal);
        Assert.Contains("Caused by", words, StringComparison.Ordinal);
        Assert.Contains(taken.Cause[..40], words.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_beyond_the_fonts_does_not_vanish_and_a_strangers_statement_is_not_printed()
    {
        await _world.DeliverAsync(new TopicEvent("identity", "person", Ada.Id, 7, new Identity.V1.PersonCreated { PersonId = $"{Ada.Id}", DisplayName = "Αδα 区", TeamIds = { $"{Team}" } }, Guid.Empty, Start));
        await CloseAsync(December);
        var statement = await _world.StatementAsync(Ada, "2026-11");

        var words = Words(await PdfAsync(statement, Ada));
        Assert.Contains("[U+0391][U+03B4][U+03B1] [U+533A]", words, StringComparison.Ordinal);
        Assert.Contains("written as their Unicode numbers", words, StringComparison.Ordinal);

        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Statements.ExportStatementAsync(new() { StatementId = statement.StatementId, Format = StatementFormat.Pdf }, _world.As(Otto)))).Reason);
        Assert.Equal("format", Assert.Single((await RefusedAsync(_world.Statements.ExportStatementAsync(new() { StatementId = statement.StatementId, Format = (StatementFormat)9 }, _world.As(Ada)))).Fields).Field);
    }

    private static string Words(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return string.Join(' ', pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
    }

    private async Task CloseAsync(DateTimeOffset at)
    {
        _world.MoveTo(at);
        await _world.CloseAsync();
    }

    private async Task<byte[]> PdfAsync(Statement statement, Actor viewer)
    {
        var file = await _world.Statements.ExportStatementAsync(new() { StatementId = statement.StatementId, Format = StatementFormat.Pdf }, _world.As(viewer));
        Assert.Equal(($"commission-{statement.Month}-DOT-{statement.ParticipantId}.pdf", "application/pdf"), (file.FileName, file.MediaType));
        return file.Content.ToByteArray();
    }
}
