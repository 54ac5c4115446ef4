using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>A customer from registration to what has run, as the topics of the desk tell it. Ids follow from a number, so that the same sale can be told twice.</summary>
public sealed class Sale(int number = 1)
{
    public const string Chain = "polkadot-coretime";
    public const string Buyer = "0x00000000000000000000000000000000000000000000000000000000000000b1";
    public const uint Task = 2_000;
    public static readonly UInt128 Dot = 10_000_000_000;
    private const string WholeCore = "0xffffffffffffffffffff";
    private const uint AnchorTimeslice = 100_000;
    private static readonly DateTimeOffset AnchorAt = CommissionsWorld.Start;

    private readonly Dictionary<Guid, long> _sequences = [];

    public Guid Account { get; } = IdOf(number, 1);

    public Guid Lead { get; } = IdOf(number, 2);

    public Guid Quote { get; } = IdOf(number, 3);

    public string Number => $"Q-2026-{number:000000}";

    /// <summary>The account of a person of the desk.</summary>
    public static string AccountOf(Actor person) => $"0x{Convert.ToHexStringLower(person.Id.ToByteArray(bigEndian: true))}{new string('0', 32)}";

    public TopicEvent Registered(DateTimeOffset at) => Of("leads", "registration", IdOf(number, 4), new RegistrationApproved
    {
        RegistrationId = $"{IdOf(number, 4)}", AccountId = $"{Account}", OwnerId = $"{CommissionsWorld.Ada.Id}", ApprovedAt = at.ToTimestamp(),
    }, CommissionsWorld.Hana, at);

    public TopicEvent LeadOpened(DateTimeOffset at) => Of("leads", "lead", Lead, new LeadOpened { LeadId = $"{Lead}", Number = $"L-{number}", AccountId = $"{Account}", Title = "A rollup" }, CommissionsWorld.Sid, at);

    public TopicEvent Assessed(DateTimeOffset at) => Of("leads", "assessment", IdOf(number, 5), new AssessmentWritten
    {
        AssessmentId = $"{IdOf(number, 5)}", Number = $"T-{number}", Revision = 1, AccountId = $"{Account}", LeadId = $"{Lead}", Sha256 = new('a', 64),
    }, CommissionsWorld.Sol, at);

    public TopicEvent Accepted(DateTimeOffset at) => Of("quoting", "quote", Quote, new QuoteAccepted
    {
        QuoteId = $"{Quote}", Revision = 1, Number = Number, AccountId = $"{Account}", LeadId = $"{Lead}", OwnerId = $"{CommissionsWorld.Ada.Id}", QuoteSha256 = new('b', 64), Kind = AcceptanceKind.Signature,
        Token = "DOT", AcceptedAt = at.ToTimestamp(),
    }, CommissionsWorld.Ada, at);

    /// <summary>Everything before a payment.</summary>
    public IReadOnlyList<TopicEvent> Begun(DateTimeOffset at) => [Registered(at.AddHours(-5)), LeadOpened(at.AddHours(-6)), Assessed(at.AddHours(-2)), Accepted(at)];

    /// <summary>A core was bought: the chain says so, and the matcher whose it is.</summary>
    public IReadOnlyList<TopicEvent> Bought(int fact, DateTimeOffset at, UInt128 planck, uint days = 28, string payer = Buyer, MatchPayer who = MatchPayer.Customer)
    {
        var (begin, end) = RegionOf(at, days);
        return
        [
            OfChain(fact, at, new Purchased { Buyer = payer, Region = Region(fact, begin), Price = $"{planck}", Duration = end - begin }),
            Judged(fact, at, planck, PaidKind.Purchase, MatchState.Counted, payer, who, begin, end),
        ];
    }

    /// <summary>The region was assigned.</summary>
    public TopicEvent Assigned(int fact, DateTimeOffset at, DateTimeOffset boughtAt, AssignmentFinality finality = AssignmentFinality.Final, uint task = Task, uint days = 28, int later = 0)
    {
        var (begin, end) = RegionOf(boughtAt, days);
        return OfChain(fact + 500 + later, at, new Assigned { Region = Region(fact, begin), Duration = end - begin, Task = task, Finality = finality });
    }

    /// <summary>The region was given away.</summary>
    public TopicEvent Transferred(int fact, DateTimeOffset at, DateTimeOffset boughtAt, string to)
    {
        var (begin, end) = RegionOf(boughtAt, 28);
        return OfChain(fact + 400, at, new Transferred { Region = Region(fact, begin), Duration = end - begin, OldOwner = Buyer, Owner = to });
    }

    /// <summary>What the matcher says of a payment, and says again later.</summary>
    public TopicEvent Judged(int fact, DateTimeOffset at, UInt128 planck, PaidKind kind, MatchState state, string payer = Buyer, MatchPayer who = MatchPayer.Customer, uint begin = 0, uint end = 0, DateTimeOffset? toldAt = null, params string[] differs) =>
        Of("quoting", "paid_fact", FactId(fact), new PurchaseJudged
        {
            FactId = $"{FactId(fact)}", Chain = Chain, State = state, QuoteId = $"{Quote}", Revision = 1, AccountId = state is MatchState.Unmatched or MatchState.Rejected ? "" : $"{Account}", Basis = MatchBasis.Score,
            Payer = who, PayerAccount = payer, IsCustomerPaid = who == MatchPayer.Customer, PricePlanck = $"{planck}", Token = "DOT", Begin = begin, End = end, OccurredAt = at.ToTimestamp(), Kind = kind, Tasks = { Task }, Differs = { differs },
        }, Actor.Desk, toldAt ?? at.AddSeconds(30));

    /// <summary>An order on demand.</summary>
    public TopicEvent Ordered(int fact, DateTimeOffset at, UInt128 planck, MatchPayer who = MatchPayer.Customer, string payer = Buyer, params string[] differs) =>
        Judged(fact, at, planck, PaidKind.Order, MatchState.Counted, payer, who, toldAt: null, differs: differs);

    /// <summary>The region of a fact, in timeslices: it begins with the payment.</summary>
    public static (uint Begin, uint End) RegionOf(DateTimeOffset at, uint days)
    {
        var begin = TimesliceAt(at);
        return (begin, begin + (days * 180));
    }

    public Guid FactId(int fact) => IdOf(number, 1_000 + fact);

    /// <summary>The customer has a para id.</summary>
    public TopicEvent HasPara(DateTimeOffset at, uint task = Task) =>
        Of("leads", "account", Account, new AccountKeyAdded { AccountId = $"{Account}", Key = new() { Kind = AccountKeyKind.ParaId, Network = "polkadot", Value = $"{task}" } }, CommissionsWorld.Ada, at);

    /// <summary>A core was renewed, and is no quote's: the chain says so, and the matcher that it knows no quote.</summary>
    public IReadOnlyList<TopicEvent> RenewedBeside(int fact, DateTimeOffset at, UInt128 planck, string payer, MatchPayer who = MatchPayer.Stranger, params string[] differs)
    {
        var (begin, end) = RegionOf(at, 28);
        var renewed = new Renewed { Payer = payer, Price = $"{planck}", OldCore = 1, Core = (uint)fact, Begin = begin, Duration = end - begin, Workload = { new WorkloadItem { Mask = WholeCore, Use = new() { Task = Task } } }, Tasks = { Task } };
        return [OfChain(fact, at, renewed), Judged(fact, at, planck, PaidKind.Renewal, MatchState.Unmatched, payer, who, begin, end, differs: differs)];
    }

    /// <summary>A person's account was found to be none.</summary>
    public static TopicEvent KeyRemoved(Actor person, DateTimeOffset at, long sequence) =>
        new("identity", "person", person.Id, sequence, new PersonAccountRemoved { PersonId = $"{person.Id}", Account = AccountOf(person) }, CommissionsWorld.Lena.Id, at);

    /// <summary>A person's account became known.</summary>
    public static TopicEvent KeyOf(Actor person, DateTimeOffset at, string? account = null, long sequence = 2) =>
        new("identity", "person", person.Id, sequence, new PersonAccountAdded { PersonId = $"{person.Id}", Account = account ?? AccountOf(person) }, person.Id, at);

    /// <summary>A transfer from the pool, after a remark where a tag is given.</summary>
    public static IReadOnlyList<TopicEvent> PaidOut(int at, string pool, string? tag, string to, UInt128 planck, DateTimeOffset when)
    {
        var sale = new Sale(77);
        List<TopicEvent> told = [];
        if (tag is not null)
        {
            var payload = $"0x{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(tag))}";
            told.Add(sale.OfChain((at * 10) + 1, when, new Remarked { Sender = pool, Remark = new() { Bytes = payload, Payload = payload } }, extrinsic: (uint)at));
        }

        told.Add(sale.OfChain((at * 10) + 2, when, new BalanceTransferred { From = pool, To = to, Amount = $"{planck}" }, extrinsic: (uint)at));
        return told;
    }

    /// <summary>A transfer between two accounts, of which the watcher follows one.</summary>
    public TopicEvent Sent(int fact, string from, string to, UInt128 planck, DateTimeOffset at, string chain = Chain, string token = "DOT") =>
        OfChain(fact + 700, at, new BalanceTransferred { From = from, To = to, Amount = $"{planck}" }, chain: chain, token: token);

    /// <summary>The id of such a transfer.</summary>
    public string TransferId(int fact) => $"{FactId(fact + 700)}";

    /// <summary>A chain account was noted with the customer.</summary>
    public TopicEvent Noted(string account, HowVerified how, DateTimeOffset at) =>
        Of("leads", "account", Account, new ChainAccountNoted { AccountId = $"{Account}", ChainAccount = new() { PublicKey = account, How = how, Since = at.ToTimestamp() } }, CommissionsWorld.Ada, at);

    /// <summary>What an account holds.</summary>
    public static TopicEvent Holds(string account, UInt128 planck, uint block, DateTimeOffset at)
    {
        var sale = new Sale(78);
        return sale.OfChain((int)block, at, new BalanceSeen { Account = account, Free = $"{planck}", Reserved = "0", Frozen = "0" }, block: block);
    }

    private static RegionId Region(int fact, uint begin) => new() { Begin = begin, Core = (uint)fact, Mask = WholeCore };

    private static uint TimesliceAt(DateTimeOffset at) => (uint)(AnchorTimeslice + (long)Math.Floor((at - AnchorAt) / TimeSpan.FromMinutes(8)));

    private static Guid IdOf(int sale, int thing) => Guid.Parse($"018f2c3e-7b1a-7c55-{sale:x4}-{thing:x12}");

    private TopicEvent OfChain(int fact, DateTimeOffset at, IMessage message, uint? block = null, uint? extrinsic = null, string chain = Chain, string token = "DOT")
    {
        var origin = new FactOrigin
        {
            FactId = $"{FactId(fact)}", Chain = chain, BlockNumber = block ?? TimesliceAt(at), BlockHash = $"0x{TimesliceAt(at):x64}", EventIndex = (uint)fact, OccurredAt = at.ToTimestamp(), Timeslice = TimesliceAt(at), Token = new() { Symbol = token, Decimals = 10 },
        };
        if (extrinsic is { } index)
        {
            origin.ExtrinsicIndex = index;
        }

        message.Descriptor.FindFieldByName("origin").Accessor.SetValue(message, origin);
        return new("chainwatcher", "chain", IdOf(0, 9), (number * 100_000L) + fact + 1, message, Guid.Empty, at);
    }

    private TopicEvent Of(string topic, string type, Guid aggregate, IMessage message, Actor actor, DateTimeOffset at) =>
        new(topic, type, aggregate, _sequences[aggregate] = _sequences.GetValueOrDefault(aggregate) + 1, message, actor.Id, at);
}
