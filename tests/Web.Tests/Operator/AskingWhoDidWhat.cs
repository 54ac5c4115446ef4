using System.Globalization;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Web.Desk.Audit;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Pages;
using CoretimeDesk.Web.Tests.Components;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Operator;

/// <summary>One timeline over seven journals, each of which keeps an order of its own.</summary>
public sealed class AskingWhoDidWhat
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pages_show_every_entry_of_every_journal_once_whatever_the_clocks_say()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            // Many at one instant, some that go back in time within their journal, one journal that is empty.
            var journals = new Journals(i => i == 3 ? 0 : random.Next(0, 130), () => Now.AddSeconds(-random.Next(0, 40)));
            var (seen, page, pages) = (new List<string>(), "", 0);
            do
            {
                var trail = await AuditTrail.ReadAsync(journals.All, Query(), page);
                seen.AddRange(trail.Entries.Select(e => e.Entry.EventId));
                page = trail.Next;
                Assert.True(++pages < 50, $"seed {seed}: it does not end");
            }
            while (page.Length > 0);

            Assert.Equal(journals.Ids.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_is_named_and_the_others_are_shown()
    {
        var journals = new Journals(_ => 2, () => Now) { Silent = "quoting" };
        var trail = await AuditTrail.ReadAsync(journals.All, Query(), "");
        Assert.Equal((12, "quoting"), (trail.Entries.Count, Assert.Single(trail.Silent).Stream));
        Assert.Contains("MISSING: quoting did not answer", await AuditTrail.CsvAsync(journals.All, Query()), StringComparison.Ordinal);
        var one = await AuditTrail.ReadAsync(journals.All, Query() with { Stream = "leads" }, "");
        Assert.Equal((2, 0), (one.Entries.Count, one.Silent.Count));
    }

    [Fact]
    public async Task A_file_holds_what_is_shown_and_no_formula()
    {
        var journals = new Journals(i => i == 1 ? 120 : 0, () => Now) { ActorName = "=cmd(\"x\"), Rita" };
        var lines = (await AuditTrail.CsvAsync(journals.All, Query())).TrimEnd().Split("\r\n");
        Assert.Equal(121, lines.Length);
        Assert.StartsWith("occurred_at,service,who,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2026-11-16T10:42:00Z,leads,\"'=cmd(\"\"x\"\"), Rita\",", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/audit?from=2026-11-99", "is no day")]
    [InlineData("/admin/audit?about=me", "is no id")]
    public async Task What_cannot_be_meant_is_said_and_not_looked_for(string address, string why)
    {
        var desk = new DeskOnPaper { Roles = ["Administrator"], Now = Now };
        var page = await desk.RenderAsync<AuditPage>(address);
        Assert.Contains(why, page.QuerySelector(".ban.waiting")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.Asked);
        await Assert.ThrowsAsync<CallException>(() => AuditTrail.CsvAsync(new Journals(_ => 1, () => Now).All, AuditQuery.Of("", address.Contains("from", StringComparison.Ordinal) ? "2026-11-99" : "", "", "", "", "me")));
    }

    [Fact]
    public async Task Filters_are_in_the_address_and_reach_the_journal_with_the_last_day_in_it()
    {
        var person = Guid.NewGuid();
        var desk = new DeskOnPaper { Roles = ["Administrator"], Now = Now }.Answer<ListEntriesRequest>(_ => new ListEntriesResponse { Entries = { Entry("e1", Now, "Rita") } });
        var page = await desk.RenderAsync<AuditPage>($"/admin/audit?who={person}&from=2026-11-01&until=2026-11-30&stream=leads&what=Lead");
        var asked = Assert.IsType<ListEntriesRequest>(Assert.Single(desk.Asked));
        Assert.Equal(($"{person}", "", "Lead"), (asked.ActorId, asked.ActorNameContains, asked.TypeContains));
        Assert.Equal((new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (asked.From.ToDateTimeOffset(), asked.Until.ToDateTimeOffset()));
        Assert.Contains("Lead opened by Rita", page.QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/admin/audit.csv?who={person}&from=2026-11-01&until=2026-11-30&stream=leads&what=Lead", page.QuerySelector("a[download]")!.GetAttribute("href"));
        Assert.Equal("2026-11-01", page.GetElementById("from")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_an_event_says_is_not_on_the_page()
    {
        var desk = new DeskOnPaper { Roles = ["Administrator"], Now = Now }.Answer<ListEntriesRequest>(_ => new ListEntriesResponse { Entries = { Entry("e1", Now, "Rita") } });
        var page = await desk.RenderAsync<AuditPage>("/admin/audit?stream=leads");
        Assert.DoesNotContain("246223214200", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    private static AuditQuery Query() => AuditQuery.Of(null, null, null, null, null, null);

    private static JournalEntry Entry(string id, DateTimeOffset at, string name) => new()
    {
        EventId = id, OccurredAt = at.ToTimestamp(), ActorName = name, ActorId = $"{Guid.NewGuid()}", Type = "coretimedesk.leads.LeadOpened.v1", AggregateType = "lead", AggregateId = $"{Guid.NewGuid()}", Version = 1, Sequence = 1,
        DataJson = """{"price":"246223214200"}""",
    };

    /// <summary>Seven journals that answer as the real ones do: newest first in an order of their own, from a position on.</summary>
    private sealed class Journals
    {
        private readonly Dictionary<string, List<JournalEntry>> _entries = new(StringComparer.Ordinal);

        public Journals(Func<int, int> size, Func<DateTimeOffset> at)
        {
            foreach (var (index, stream) in new[] { "identity", "leads", "chainwatcher", "quoting", "creditgrants", "commissions", "insights" }.Index())
            {
                _entries[stream] = [.. Enumerable.Range(0, size(index)).Select(i => Entry($"{stream}-{i}", at(), "Rita")).Reverse()];
                foreach (var (i, entry) in _entries[stream].Index())
                {
                    entry.Position = (_entries[stream].Count - i).ToString(CultureInfo.InvariantCulture);
                }
            }
        }

        public string Silent { get; init; } = "";

        public string ActorName { get; init; } = "Rita";

        public IEnumerable<string> Ids => _entries.Values.SelectMany(e => e).Select(e => e.EventId);

        public AuditJournals All => new([.. _entries.Keys.Select(k => (k, $"The {k} service"))], (stream, asked) =>
        {
            if (stream == Silent)
            {
                throw new CallException(new(TroubleKind.Away, "It does not answer."), new TimeoutException());
            }

            var rest = _entries[stream].SkipWhile(e => asked.BeforePosition.Length > 0 && Place(e.Position) >= Place(asked.BeforePosition)).ToList();
            return Task.FromResult(new ListEntriesResponse { Entries = { rest.Take(asked.PageSize).Select(e => new JournalEntry(e) { ActorName = ActorName }) }, HasMore = rest.Count > asked.PageSize });
        });

        private static long Place(string position) => long.Parse(position, CultureInfo.InvariantCulture);
    }
}
