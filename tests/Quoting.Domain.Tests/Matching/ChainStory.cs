using System.Globalization;
using System.Text;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>A story of quotes and of what a chain says, told with a few verbs; and what the matcher makes of it.</summary>
internal sealed class ChainStory
{
    public const string Chain = "lab-coretime";
    public const string Relay = "lab-relay";
    public const uint Sale = 376_110;
    public const uint Region = 5_040;
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Guid> _customers = [];
    private readonly List<(string Account, Guid Customer)> _accounts = [];
    private readonly List<(uint Task, Guid Customer)> _tasks = [];
    private readonly List<string> _sponsors = [];
    private readonly Dictionary<string, FactDecision> _decisions = [];
    private uint _block = 1_000;
    private uint _core = 10;

    public List<PaidFact> Paid { get; } = [];

    public List<OrderFact> Orders { get; } = [];

    public List<DigestRemark> Remarks { get; } = [];

    public List<AssignmentFact> Assignments { get; } = [];

    public List<MatchTerms> Quotes { get; } = [];

    public KnownCustomers Customers => new(_accounts, _tasks, _sponsors);

    public IReadOnlyCollection<FactDecision> Decisions => _decisions.Values;

    /// <summary>When the next block is made: an hour after the last one.</summary>
    public DateTimeOffset Now => Start.AddHours(_block - 1_000);

    public static string Account(string name) => $"0x{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(name.PadRight(32, '.')))}";

    public static Planck Dot(decimal dot) => new((UInt128)(dot * 10_000_000_000m));

    public ChainStory Customer(string name, string? account = null, uint? task = null)
    {
        var id = _customers.TryGetValue(name, out var known) ? known : _customers[name] = new Guid(_customers.Count + 1, 0, 0, new byte[8]);
        if (account is not null)
        {
            _accounts.Add((Account(account), id));
        }

        if (task is { } para)
        {
            _tasks.Add((para, id));
        }

        return this;
    }

    public ChainStory Sponsor(string account)
    {
        _sponsors.Add(Account(account));
        return this;
    }

    /// <summary>A quote of one period, or as many as are given.</summary>
    public MatchTerms Quote(string customer, uint cores = 1, decimal limit = 20m, int validHours = 14 * 24, params (uint Customer, uint Sponsor)[] periods)
    {
        var number = Quotes.Count + 1;
        if (periods.Length == 0)
        {
            periods = [(cores, 0)];
        }

        Quotes.Add(new()
        {
            Digest = number.ToString("x64", CultureInfo.InvariantCulture),
            QuoteId = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
            Revision = 1,
            AccountId = _customers[customer],
            Chain = Chain,
            Periods = [.. periods.Select((p, i) => new QuotedPeriod(Sale + ((uint)i * Region), p.Customer, p.Sponsor, i == 0 ? Dot(limit) : null))],
            Accounts = new HashSet<string>(),
            Tasks = new HashSet<uint>(),
            SentAt = Now,
            ValidUntil = Now.AddHours(validHours),
        });
        _block++;
        return Quotes[^1];
    }

    /// <summary>A quote with a budget for on-demand orders, of which a sponsor orders a part; and with as many cores.</summary>
    public MatchTerms Budget(string customer, decimal own, decimal sponsors = 0, uint cores = 0, int validHours = 14 * 24)
    {
        var quote = Quote(customer, cores, validHours: validHours);
        Quotes[^1] = quote with { Periods = cores == 0 ? [] : quote.Periods, Budget = new(Dot(own), Dot(sponsors)) };
        return Quotes[^1];
    }

    /// <summary>Somebody orders blockspace for a task on the relay chain.</summary>
    public OrderFact Order(string account, uint task, decimal price = 1m, OrderMeans means = OrderMeans.Balance, MatchTerms? digest = null)
    {
        var (block, place) = (_block, Place(_block, 1) with { Chain = Relay });
        _block++;
        if (digest is not null)
        {
            Remarks.Add(new($"remark {block} 0", place with { EventIndex = 0 }, 2, digest.Digest));
        }

        Orders.Add(new($"order {block}", place, 2, At(block), Account(account), Dot(price), task, means));
        return Orders[^1];
    }

    public void End(MatchTerms quote, QuoteEnding how)
    {
        Quotes[Quotes.FindIndex(q => q.Digest == quote.Digest)] = quote with { Ending = how, EndedAt = Now };
        _block++;
    }

    /// <summary>Somebody buys cores in one extrinsic, with a quote's digest beside them or without.</summary>
    public IReadOnlyList<PaidFact> Buys(string account, int cores = 1, decimal price = 18m, uint sale = Sale, params MatchTerms[] digests)
    {
        var (block, index) = (_block++, 0u);
        foreach (var digest in digests)
        {
            Remarks.Add(new($"remark {block} {index}", Place(block, index++), 2, digest.Digest));
        }

        return
        [
            .. Enumerable.Range(0, cores).Select(_ =>
            {
                Paid.Add(new($"fact {block} {index}", Place(block, index++), 2, At(block), PaidKind.Purchase, Account(account), Dot(price), sale, Region, _core++, null, []));
                return Paid[^1];
            }),
        ];
    }

    public PaidFact Buy(string account, decimal price = 18m, uint sale = Sale, params MatchTerms[] digests) => Buys(account, 1, price, sale, digests)[0];

    /// <summary>A core that was bought or renewed before is renewed for the next sale: by anybody.</summary>
    public PaidFact Renew(PaidFact before, string account, uint task, decimal price = 18.54m)
    {
        var block = _block++;
        Paid.Add(new($"fact {block} 0", Place(block, 0), 2, At(block), PaidKind.Renewal, Account(account), Dot(price), before.Begin + Region, Region, _core++, before.Core, [task]));
        return Paid[^1];
    }

    public void Assign(PaidFact bought, uint task, bool isFinal = true, uint later = 0)
    {
        var block = _block++;
        Assignments.Add(new($"assigned {block}", Place(block, 0), bought.Begin + later, bought.Core, true, task, isFinal));
    }

    public void TakeBack(PaidFact bought)
    {
        var block = _block++;
        Assignments.Add(new($"removed {block}", Place(block, 0), bought.Begin, bought.Core, true, null, null));
    }

    public void Decided(FactDecision decision) => _decisions[decision.FactId] = decision;

    public void Confirm(PaidFact fact, MatchTerms quote) => Decided(new(fact.FactId, quote.Digest, new HashSet<string>()));

    public void Pass(TimeSpan time) => _block += (uint)time.TotalHours;

    public IReadOnlyList<Verdict> Verdicts() => Matcher.Match(Paid, Remarks, Assignments, Quotes, Customers, Decisions);

    public Verdict VerdictOf(PaidFact fact) => Verdicts().Single(v => v.FactId == fact.FactId);

    public Fulfilment Of(MatchTerms quote) => Fulfilment.Of(Quotes.Single(q => q.Digest == quote.Digest), Paid, Verdicts());

    public IReadOnlyList<Verdict> OrderVerdicts() => OrderMatcher.Match(Orders, Remarks, Quotes, Customers, Decisions);

    public Verdict VerdictOf(OrderFact order) => OrderVerdicts().Single(v => v.FactId == order.FactId);

    /// <summary>What is ordered of a quote's budget.</summary>
    public BudgetUse UseOf(MatchTerms quote) => BudgetUse.Of(Quotes.Single(q => q.Digest == quote.Digest), Orders, OrderVerdicts());

    /// <summary>"counted by digest", "in review: over_limit".</summary>
    public string Told(PaidFact fact) => Words(VerdictOf(fact));

    public string Told(OrderFact order) => Words(VerdictOf(order));

    private static string Words(Verdict verdict) =>
        $"{verdict.State}{(verdict.Basis is { } basis ? $" by {basis}" : "")}{(verdict.Differs == Deviations.None ? "" : $": {verdict.Differs}")}";

    private static FactPlace Place(uint block, uint index) => new(Chain, block, $"0x{block:x64}", index);

    private static DateTimeOffset At(uint block) => Start.AddHours(block - 1_000);
}
