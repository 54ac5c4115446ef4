using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using QuoteAsk = CoretimeDesk.Quoting.Quotes.QuoteAsk;
using FactOrigin = CoretimeDesk.ChainWatcher.V1.FactOrigin;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>A desk whose quotes are bought on a chain: facts and customers reach the service as its sidecar would bring them.</summary>
internal sealed class MatchingWorld(QuotingWorld desk)
{
    public const string Chain = "polkadot-coretime";
    public const string Network = "polkadot";
    public const string Sponsor = "0x53706f6e736f7253706f6e736f7253706f6e736f7253706f6e736f72536f6f72";
    private const string WholeCore = "0xffffffffffffffffffff";

    // Chains of tests that share a desk are one chain: heights and cores are nobody's alone.
    private static int _blocks = 1_000_000;
    private static int _cores;
    private static long _told;

    public QuotingWorld Desk { get; } = desk;

    public uint Sale => Desk.Market.Now().Sale.RegionBegin.Value;

    /// <summary>Somebody's key.</summary>
    public static string Account() => $"0x{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))}";

    public static uint AnyPara() => (uint)Random.Shared.Next(10_000, int.MaxValue);

    public static string DigestOf(V1.Quote quote) => QuotingWorld.Newest(quote).Snapshot.QuoteSha256;

    /// <summary>A block that is about to be made: everything in it is one extrinsic.</summary>
    public Block Next(DateTimeOffset? at = null) => new((uint)Interlocked.Increment(ref _blocks), Account(), at ?? Desk.Clock.Now);

    /// <summary>A quote of some cores, sent, whose customer has a verified account.</summary>
    public async Task<(V1.Quote Quote, string Account)> SentAsync(uint cores = 1, uint periods = 1, Guid? customer = null, QuoteAsk? ask = null)
    {
        var account = customer ?? Desk.Customer();
        var key = Account();
        await VerifiedAsync(account, key);
        return (await Desk.SentAsync(Desk.Rita, account, ask ?? QuotingWorld.Ask(periods, cores) with { ParaId = AnyPara() }), key);
    }

    public Task VerifiedAsync(Guid customer, string key, HowVerified how = HowVerified.SignedChallenge) => DeliverAsync("leads", customer, new ChainAccountNoted
    {
        AccountId = $"{customer}",
        ChainAccount = new() { PublicKey = key, Address = key, How = how },
    });

    /// <summary>Brings facts one after the other, to one replica or the other.</summary>
    public async Task SaysAsync(params IEnumerable<IMessage> facts)
    {
        foreach (var fact in facts)
        {
            await DeliverAsync("chainwatcher", Guid.Empty, fact, Random.Shared.Next(2));
        }
    }

    /// <summary>Brings one event of a topic.</summary>
    public async Task DeliverAsync(string topic, Guid aggregate, IMessage message, int replica = 0, long? sequence = null)
    {
        var origin = message.Descriptor.FindFieldByName("origin")?.Accessor.GetValue(message) as FactOrigin;
        var number = sequence ?? Interlocked.Increment(ref _told);
        var body = new CloudEvent
        {
            // A fact that comes again has the same id, as from a bus; or another one, as from a watcher that read the block again.
            Id = origin is null ? $"{aggregate}/{number}" : $"{origin.FactId}/{Random.Shared.Next(2)}",
            Source = topic,
            Type = $"coretimedesk.{topic}.{message.Descriptor.Name}.v1",
            Time = Desk.Clock.Now,
            AggregateId = aggregate == Guid.Empty ? Guid.CreateVersion7() : aggregate,
            AggregateType = topic,
            Sequence = number,
            DataJson = JsonFormatter.Default.Format(message),
        }.ToJson();
        DeliveryResult result;
        var attempts = 0;
        do
        {
            result = await Desk.Of<IEventInbox>(replica).ReceiveAsync(topic, body, CancellationToken.None);
        }
        while (result.Delivery == Delivery.Retry && ++attempts < 50);
        Assert.Equal(new(Delivery.Success), result);
    }

    public async Task<PaidFactRow> FactAsync(IMessage fact)
    {
        var id = Guid.Parse(((FactOrigin)fact.Descriptor.FindFieldByName("origin").Accessor.GetValue(fact)).FactId);
        await using var db = Desk.Db();
        return await db.PaidFacts.AsNoTracking().SingleAsync(f => f.Id == id);
    }

    /// <summary>"Counted by Digest".</summary>
    public async Task<string> ToldAsync(IMessage fact)
    {
        var row = await FactAsync(fact);
        return $"{row.State}{(row.Basis is { } basis ? $" by {basis}" : "")}{(row.Differs == Deviations.None ? "" : $": {row.Differs}")}";
    }

    public async Task<V1.QuoteState> StateAsync(V1.Quote quote) => QuotingWorld.Newest(await Desk.GetAsync(quote)).State;

    public async Task<List<T>> PublicAsync<T>(V1.Quote quote)
        where T : IMessage<T>, new()
    {
        await using var command = Desk.Database.CreateCommand("select payload::text from quoting.journal where aggregate_id = $1 and type like $2 order by version");
        command.Parameters.AddWithValue(QuotingWorld.IdOf(quote));
        command.Parameters.AddWithValue($"%.{new T().Descriptor.Name}.v1");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
        {
            found.Add(JsonParser.Default.Parse<T>(reader.GetString(0)));
        }

        return found;
    }

    public Task<Outcome<DecideReviewResponse>> DecideAsync(Actor by, IMessage fact, string? digest, string reason = "the customer wrote that it was theirs") =>
        DecideAsync(by, IdOf(fact), digest, reason);

    public Task<Outcome<DecideReviewResponse>> DecideAsync(Actor by, Guid fact, string? digest, string reason) =>
        Desk.Of<MatchDesk>(Random.Shared.Next(2)).DecideAsync(QuotingWorld.As(by), fact, digest, reason, CancellationToken.None);

    public Task<Outcome<GivePaymentResponse>> GiveAsync(Actor by, IMessage fact, Guid customer, string reason = "the customer showed the receipt of its own exchange") =>
        Desk.Of<MatchDesk>(Random.Shared.Next(2)).GiveAsync(QuotingWorld.As(by), IdOf(fact), customer, reason, CancellationToken.None);

    public Task<Outcome<ReverseMatchResponse>> ReverseAsync(Actor by, IMessage fact, string reason = "another customer has bought it, as it turns out") =>
        Desk.Of<MatchDesk>(Random.Shared.Next(2)).ReverseAsync(QuotingWorld.As(by), IdOf(fact), reason, CancellationToken.None);

    public static Guid IdOf(IMessage fact) => Guid.Parse(((FactOrigin)fact.Descriptor.FindFieldByName("origin").Accessor.GetValue(fact)).FactId);

    /// <summary>A block with one extrinsic.</summary>
    internal sealed class Block(uint number, string hash, DateTimeOffset at)
    {
        private uint _events;

        public string Hash => hash;

        public Remarked Remarks(string digest) => new() { Origin = Origin(), Sender = Account(), Remark = new() { Bytes = $"0x636f{digest}", Payload = $"0x{digest}" } };

        public Purchased Buys(string buyer, uint sale, UInt128 price, uint? core = null) => new()
        {
            Origin = Origin(),
            Buyer = buyer,
            Region = new() { Begin = sale, Core = core ?? (uint)Interlocked.Increment(ref _cores), Mask = WholeCore },
            Price = $"{price}",
            Duration = 5_040,
        };

        public Assigned Assigns(Purchased bought, uint task, AssignmentFinality finality = AssignmentFinality.Final) =>
            new() { Origin = Origin(), Region = bought.Region, Duration = bought.Duration, Task = task, Finality = finality };

        public Renewed Renews(Purchased bought, string payer, uint task, UInt128 price) => new()
        {
            Origin = Origin(),
            Payer = payer,
            Price = $"{price}",
            OldCore = bought.Region.Core,
            Core = (uint)Interlocked.Increment(ref _cores),
            Begin = bought.Region.Begin + bought.Duration,
            Duration = bought.Duration,
            Tasks = { task },
        };

        private FactOrigin Origin() => new()
        {
            FactId = $"{Guid.CreateVersion7()}",
            Chain = Chain,
            Kind = ChainKind.Coretime,
            GenesisHash = "0x00",
            BlockNumber = number,
            BlockHash = hash,
            EventIndex = _events++,
            ExtrinsicIndex = 2,
            OccurredAt = at.ToTimestamp(),
            Token = new() { Symbol = "DOT", Decimals = 10 },
        };
    }
}
