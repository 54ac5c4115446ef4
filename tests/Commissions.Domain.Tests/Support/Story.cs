using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What happens to customers, told in verbs; by the usual plan unless it says otherwise. Days are written as in "3 Jan" of 2026, or "3 Jan 2027".</summary>
internal sealed class Story
{
    private readonly List<CommissionFact> _facts = [];

    /// <summary>Customer acme, registered and accepted before anything is paid: ada 18 %, sol 4 %, sid 3 %, and cat keeps it.</summary>
    public static Story OfAcme(string? csm = null) => new Story().Registers("acme", "1 Jan").Accepts("acme", "2 Jan", "usual-1", [("ada", 1800), ("sol", 400), ("sid", 300)], csm);

    public PlanBook Plans { get; init; } = Computing.Plans(Files.Plans().ToJsonString());

    public IReadOnlyList<CommissionFact> Facts => _facts;

    public CommissionLedger Ledger => CommissionLedger.Compute(Plans, _facts);

    public Story Registers(string customer, string day, bool isTenantBefore = false) => With(new Registered(Id("registered"), Day(day), customer, isTenantBefore));

    public Story Accepts(string customer, string day, string plan, (string Id, uint Bp)[] split, string? csm = null) =>
        With(new Accepted(Id("accepted"), Day(day), customer, plan, split[0].Id, new([.. split.Select(s => new SplitShare(s.Id, s.Bp))]), csm));

    public Story Buys(string id, string day, UInt128 planck, UInt128 timeslices, UInt128 rebate = default, PayerKind payer = PayerKind.Customer, string account = "acc-acme", string customer = "acme") =>
        With(new Paid(id, Day(day), customer, account, new(planck), new(rebate), PaidHow.Purchase, payer, timeslices));

    public Story Renews(string id, string day, UInt128 planck, UInt128 timeslices) => With(new Paid(id, Day(day), "acme", "acc-acme", new(planck), default, PaidHow.Renewal, PayerKind.Customer, timeslices));

    public Story Orders(string id, string day, UInt128 planck, PayerKind payer = PayerKind.Customer, string customer = "acme", UInt128 rebate = default) =>
        With(new Paid(id, Day(day), customer, "acc-acme", new(planck), new(rebate), PaidHow.OnDemand, payer, 0));

    public Story TakesOver(string id, string day, UInt128 planck) => With(new Paid(id, Day(day), "acme", "acc-acme", new(planck), default, PaidHow.Transfer, PayerKind.Customer, 0));

    public Story Delivers(string of, string day, UInt128 timeslices) => With(new Delivered(Id("delivered"), Day(day), of, timeslices));

    public Story Rebates(string of, string day, UInt128 planck) => With(new LateRebate(Id("rebate"), Day(day), of, new(planck)));

    public Story Reverses(string of, string day, string cause = "wrong_match") => With(new Reversed(Id("reversed"), Day(day), of, cause));

    public Story HasQuota(string participant, int month, UInt128 planck, string day = "1 Jan") => With(new QuotaSet(Id("quota"), Day(day), participant, new(2026, month), new Planck(planck)));

    public Story HasKey(string participant, string account, string day, string? until = null) => With(new ParticipantKey(Id("key"), Day(day), participant, account, until is null ? null : Day(until)));

    /// <summary>The lines, one each: day, kind, event, participant, planck.</summary>
    public string Lines(params LineKind[] kinds) =>
        Rows(Ledger.Lines.Where(l => kinds.Length == 0 || kinds.Contains(l.Kind)).Select(l => $"{Text(l.At)} {l.Kind.Word()} {l.Event} {l.Participant} {Number(l.Planck)}"));

    /// <summary>The statements of somebody: month, earned, reversed, clawed back, recovered, owed, net.</summary>
    public string Statements(string participant) => Rows(Ledger.Statements.Where(s => s.Participant == participant)
        .Select(s => $"{s.Month} {Number(s.Earned)} {Number(s.Reversed)} {Number(s.ClawedBack)} {Number(s.Recovered)} {Number(s.Owed)} {Number(s.Net)}"));

    /// <summary>What is excluded and why.</summary>
    public string Excluded() => Rows(Ledger.Excluded.Select(x => $"{x.Event} {x.Reason.Word()}"));

    /// <summary>The events: their pieces, commission and overlay.</summary>
    public string Events() => Rows(Ledger.Events.Select(e => $"{e.Event} {string.Join(" + ", e.Pieces.Select(p => $"{Number(p.Planck)}@{p.Bp}"))} = {Number(e.Commission)}, {Number(e.Overlay)}"));

    /// <summary>Equal line by line, whatever the blanks between words.</summary>
    public static void AssertTable(string expected, string actual) => Assert.Equal(Rows(expected.Split('\n').Select(Words).Where(l => l.Length > 0)), actual);

    public static DateTimeOffset Day(string text)
    {
        string[] forms = ["d MMM", "d MMM yyyy", "d MMM HH:mm:ss.fff", "d MMM yyyy HH:mm:ss.fff"];
        var read = DateTimeOffset.ParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return text.Split(' ').Any(w => w.Length == 4 && w.All(char.IsAsciiDigit)) ? read : new(2026, read.Month, read.Day, read.Hour, read.Minute, read.Second, read.Millisecond, TimeSpan.Zero);
    }

    private static string Words(string line) => string.Join(' ', line.Split("//")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Rows(IEnumerable<string> rows) => string.Join('\n', rows);

    private static string Text(DateTimeOffset at) => at.ToString(at.Year == 2026 ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    private string Id(string kind) => $"{kind}-{(_facts.Count + 1).ToString("000", CultureInfo.InvariantCulture)}";

    private Story With(CommissionFact fact)
    {
        _facts.Add(fact);
        return this;
    }
}
