using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>A fact as it is on its way.</summary>
internal sealed record Told(CloudEvent Envelope, IMessage Message);

/// <summary>A chain that a test lets say things, one block after the other. What it said can be brought in any order, and again.</summary>
internal sealed class Chain(string name, DateTimeOffset start, long told = 400)
{
    private const string WholeCore = "0xffffffffffffffffffff";
    private const uint RegionLength = 5_040;
    private readonly Guid _aggregate = Guid.CreateVersion7();
    private readonly Dictionary<string, UInt128> _held = [];
    private readonly Dictionary<string, UInt128> _seen = [];
    private uint _event;
    private uint _extrinsic = 2;

    public string Name => name;

    public uint Block { get; private set; } = 1_000;

    /// <summary>Everything that it said.</summary>
    public List<Told> Told { get; } = [];

    /// <summary>What a watched account holds.</summary>
    public UInt128 Held(string account) => _held.GetValueOrDefault(account);

    public static string Account(string name) => $"0x{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))}";

    /// <summary>Ends the block: tells what watched accounts hold, and begins the next one.</summary>
    public Chain Ends()
    {
        foreach (var (account, free) in _held.Where(h => !_seen.TryGetValue(h.Key, out var seen) || seen != h.Value).ToList())
        {
            var before = _seen.TryGetValue(account, out var was) ? $"{was}" : "";
            _seen[account] = free;
            Say(origin => new BalanceSeen { Origin = origin, Account = account, Free = $"{free}", Reserved = "0", Frozen = "0", FreeBefore = before }, isEvent: false);
        }

        Block++;
        (_event, _extrinsic) = (0, 2);
        return this;
    }

    /// <summary>The next extrinsic of the block.</summary>
    public Chain Next()
    {
        _extrinsic++;
        return this;
    }

    /// <summary>Money comes to a watched account, or, with less than nothing, leaves it.</summary>
    public Chain Gives(string account, long planck)
    {
        _held[account] = planck >= 0 ? Held(account) + (UInt128)planck : Held(account) - (UInt128)(-planck);
        return this;
    }

    /// <summary>A remark that names a tranche.</summary>
    public Told Remarks(RailTarget target) => Say(origin => new Remarked { Origin = origin, Sender = Account("signer"), Remark = new() { Bytes = $"0x63643a{target.Digest()}", Payload = $"0x{target.Digest()}" } });

    public Purchased Buys(string buyer, ulong price, uint core, uint begin)
    {
        Pays(buyer, price);
        return (Purchased)Say(origin => new Purchased { Origin = origin, Buyer = buyer, Region = new() { Begin = begin, Core = core, Mask = WholeCore }, Price = $"{price}", Duration = RegionLength }).Message;
    }

    public Renewed Renews(string payer, ulong price, uint core, uint begin, params uint[] tasks)
    {
        Pays(payer, price);
        return (Renewed)Say(origin => new Renewed { Origin = origin, Payer = payer, Price = $"{price}", OldCore = core, Core = core, Begin = begin, Duration = RegionLength, Tasks = { tasks } }).Message;
    }

    public OnDemandOrderPlaced Orders(string by, ulong price, uint para, PaymentMeans means = PaymentMeans.Balance)
    {
        if (means != PaymentMeans.Credits)
        {
            Pays(by, price);
        }

        return (OnDemandOrderPlaced)Say(origin => new OnDemandOrderPlaced { Origin = origin, OrderedBy = by, SpotPrice = $"{price}", Para = para, Means = means, Evidence = PaymentEvidence.Call }).Message;
    }

    public CreditPurchased BuysCredit(string buyer, ulong amount, string beneficiary)
    {
        Pays(buyer, amount);
        return (CreditPurchased)Say(origin => new CreditPurchased { Origin = origin, Buyer = buyer, Beneficiary = beneficiary, Amount = $"{amount}" }).Message;
    }

    public AccountCredited Credits(string account, ulong amount) => (AccountCredited)Say(origin => new AccountCredited { Origin = origin, Account = account, Amount = $"{amount}" }).Message;

    public Assigned Assigns(Purchased bought, uint task, AssignmentFinality finality = AssignmentFinality.Final, string? mask = null, uint? begin = null) => (Assigned)Say(origin => new Assigned
    {
        Origin = origin,
        Region = new() { Begin = begin ?? bought.Region.Begin, Core = bought.Region.Core, Mask = mask ?? WholeCore },
        Duration = bought.Duration,
        Task = task,
        Finality = finality,
    }).Message;

    public Told Removes(Assigned assigned) => Say(origin => new AssignmentRemoved { Origin = origin, Region = assigned.Region });

    public Told Pools(Purchased bought) => Say(origin => new Pooled { Origin = origin, Region = bought.Region, Duration = bought.Duration });

    public Told Interlaces(Purchased bought) => Say(origin => new Interlaced { Origin = origin, Old = bought.Region, First = bought.Region, Second = bought.Region });

    public Told Partitions(Purchased bought) => Say(origin => new Partitioned { Origin = origin, Old = bought.Region, First = bought.Region, Second = bought.Region });

    public Told Transfers(Purchased bought, string from, string to) => Say(origin => new Transferred { Origin = origin, Region = bought.Region, Duration = bought.Duration, OldOwner = from, Owner = to });

    public Told Moves(string from, string to, ulong amount) => Say(origin => new BalanceTransferred { Origin = origin, From = from, To = to, Amount = $"{amount}" });

    private void Pays(string account, ulong price)
    {
        if (_held.TryGetValue(account, out var held))
        {
            _held[account] = held - price;
        }
    }

    private Told Say(Func<FactOrigin, IMessage> message, bool isEvent = true)
    {
        var origin = new FactOrigin
        {
            FactId = $"{Guid.CreateVersion7()}",
            Chain = name,
            Kind = name.EndsWith("-coretime", StringComparison.Ordinal) ? ChainKind.Coretime : ChainKind.Relay,
            GenesisHash = "0x00",
            BlockNumber = Block,
            BlockHash = Account($"{name} {Block}"),
            ExtrinsicHash = Account($"{name} {Block} {_extrinsic}"),
            OccurredAt = start.AddSeconds(6 * (Block - 1_000)).ToTimestamp(),
            Token = new() { Symbol = "DOT", Decimals = 10 },
        };
        if (isEvent)
        {
            (origin.EventIndex, origin.ExtrinsicIndex) = (_event++, _extrinsic);
        }

        var said = message(origin);
        var envelope = new CloudEvent
        {
            Id = $"{_aggregate}/{told + 1}",
            Source = "chainwatcher",
            Type = $"coretimedesk.chainwatcher.{said.Descriptor.Name}.v1",
            Time = start,
            AggregateId = _aggregate,
            AggregateType = "chain",
            Sequence = ++told,
            DataJson = JsonFormatter.Default.Format(said),
        };
        Told.Add(new(envelope, said));
        return Told[^1];
    }
}
