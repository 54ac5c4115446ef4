using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.CreditGrants.Tests.Grants.GrantsWorld;
using GrantTier = CoretimeDesk.CreditGrants.V1.GrantTier;
using RailKind = CoretimeDesk.CreditGrants.V1.RailKind;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

/// <summary>Over the wire: each mistake is named with its field and what to do, and nothing is reserved.</summary>
public sealed class RefusingBadInput(PostgresFixture postgres) : IAsyncLifetime
{
    private const string PolkadotAddress = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
    private const string GenericAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private readonly GrantsWorld _world = new(postgres);
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _channel = GrpcChannel.ForAddress(_world.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _world.DisposeAsync();
    }

    public static TheoryData<string, string, string> Asks => new()
    {
        { "no tier", "ask", "names no tier" },
        { "no rail", "ask", "names no rail" },
        { "para 0", "ask.para_id", "can only run a parachain" },
        { "account of no format", "ask.customer_account", "" },
        { "account of another network", "ask.customer_account", "prefix" },
        { "account that is not the customer's", "ask.customer_account", "Have the customer sign with it first" },
        { "account where none is needed", "ask.customer_account", "rails D and T only" },
        { "no account on rail D", "ask.customer_account", "is empty" },
        { "nothing for orders", "ask.orders_budget", "at least 1" },
        { "orders beyond 128 bits", "ask.orders_budget", "within 128 bits" },
        { "orders in tokens", "ask.orders_budget", "planck" },
        { "no day", "ask.founded", "2024-05-31" },
        { "a tranche of nothing", "ask", "no half core-period" },
        { "programme that is no id", "programme_id", "UUID" },
        { "request that is no id", "request_id", "UUID" },
    };

    [Theory]
    [MemberData(nameof(Asks))]
    public async Task A_field_that_cannot_be_read_is_named_with_what_to_write(string what, string field, string words)
    {
        var (programme, customer) = (await _world.ProgrammeAsync(100), _world.Customers.Add(_world.Rita));
        var ask = Spark();
        var request = new RequestGrantRequest { RequestId = $"{Guid.CreateVersion7()}", ProgrammeId = programme.ProgrammeId, AccountId = $"{customer.AccountId}", Ask = ask };
        switch (what)
        {
            case "no tier": ask.Tier = GrantTier.Unspecified; break;
            case "no rail": ask.Rail = RailKind.Unspecified; break;
            case "para 0": ask.ParaId = 0; break;
            case "account of no format": (ask.Rail, ask.CustomerAccount) = (RailKind.NativeCredits, "alice"); break;
            case "account of another network": (ask.Rail, ask.CustomerAccount) = (RailKind.NativeCredits, GenericAddress); break;
            case "account that is not the customer's": (ask.Rail, ask.CustomerAccount) = (RailKind.NativeCredits, PolkadotAddress); break;
            case "account where none is needed": ask.CustomerAccount = PolkadotAddress; break;
            case "no account on rail D": ask.Rail = RailKind.NativeCredits; break;
            case "nothing for orders": ask.OrdersBudget = "0"; break;
            case "orders beyond 128 bits": ask.OrdersBudget = "340282366920938463463374607431768211456"; break;
            case "orders in tokens": ask.OrdersBudget = "1.5"; break;
            case "no day": ask.Founded = "31.5.2024"; break;
            case "a tranche of nothing": ask.HalfPeriods.Add(0); break;
            case "programme that is no id": request.ProgrammeId = "P-1"; break;
            case "request that is no id": request.RequestId = "1"; break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }

        var e = await Assert.ThrowsAsync<RpcException>(async () => await new GrantsService.GrantsServiceClient(_channel).RequestGrantAsync(request, _world.Staff.As(_world.Rita)));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        var violation = Assert.Single(Refusals.RefusalOf(e)!.Fields);
        Assert.Equal(field, violation.Field);
        Assert.Contains(words, violation.Description, StringComparison.Ordinal);
        await NothingIsReservedAsync(programme);
    }

    [Fact]
    public async Task What_the_rules_and_the_ledger_refuse_is_told_in_sentences()
    {
        var programme = await _world.ProgrammeAsync(100);
        var (mine, other) = (_world.Customers.Add(_world.Rita), _world.Customers.Add(_world.Rita));
        await _world.DeliverAsync("leads", other.AccountId, 1, new AccountKeyAdded { AccountId = $"{other.AccountId}", Key = new() { Kind = AccountKeyKind.ParaId, Network = "polkadot", Value = "2004" } });

        await RefusedAsync("PARA_OF_ANOTHER", "Check the id with the customer", programme, mine, Spark(2_004));
        await RefusedAsync("NOT_YOUR_CUSTOMER", "Own the lead", programme, _world.Customers.Add(_world.Hana), Spark());
        await RefusedAsync("GRANT_CODE", "No provider was given that code", programme, mine, Scale("AAAA-BBBB"));
        var old = Launch();
        old.Founded = "2021-07-01";
        await RefusedAsync("NOT_ELIGIBLE", "younger than 5 years", programme, mine, old);
        var bare = Launch();
        (bare.Founded, bare.TestChain) = ("", "");
        var everything = await RefusedAsync("NOT_ELIGIBLE", "Enter when the customer was founded", programme, mine, bare);
        Assert.Contains("Enter the chain that runs on a test network", everything, StringComparison.Ordinal);
        var half = Spark();
        half.Rail = RailKind.SponsorPurchase;
        await RefusedAsync("NOT_ELIGIBLE", "Cores are bought whole", programme, mine, half);
        var much = Spark();
        much.OrdersBudget = "20000000001";
        await RefusedAsync("NOT_ELIGIBLE", "may cost up to 2 DOT", programme, mine, much);

        _world.Chains.Price = new(UInt128.MaxValue);
        await RefusedAsync("NOT_ELIGIBLE", "", programme, mine, Launch());
        _world.Chains.Price = new(0);
        await RefusedAsync("NOT_ELIGIBLE", "price of a core-period is nothing", programme, mine, Launch());
        _world.Chains.Price = CoretimeDesk.Market.Token.Dot.Whole(10);

        await new ProgrammesService.ProgrammesServiceClient(_channel).EndProgrammeAsync(new() { RequestId = $"{Guid.CreateVersion7()}", ProgrammeId = programme.ProgrammeId, Reason = "spent" }, _world.Staff.As(_world.Bert));
        await RefusedAsync("PROGRAMME_ENDED", "awards nothing more", programme, mine, Spark());
        await NothingIsReservedAsync(programme);
    }

    [Fact]
    public async Task A_code_opens_one_grant_also_when_two_are_decided_at_once_and_a_leak_freezes_its_provider()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var (programmes, bert) = (new ProgrammesService.ProgrammesServiceClient(_channel), _world.Staff.As(_world.Bert));
        await programmes.SetProviderBudgetAsync(new() { RequestId = $"{Guid.CreateVersion7()}", ProgrammeId = programme.ProgrammeId, Provider = "Fund", Budget = "10000000000000" }, bert);
        var codes = (await programmes.IssueCodesAsync(new() { ProgrammeId = programme.ProgrammeId, Provider = "Fund", Count = 3 }, bert)).Codes;
        var first = (await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Scale(codes[0], 3_000))).OrThrow().Grant;
        var second = (await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Scale(codes[0], 3_001))).OrThrow().Grant;
        await Task.WhenAll(_world.DecideAsync(first, _world.Hana), _world.DecideAsync(second, _world.Hana));
        var last = await Task.WhenAll(_world.DecideAsync(first, _world.Bert, replica: 0), _world.DecideAsync(second, _world.Bert, replica: 1));
        Assert.Single(last, o => o.Refusal is null);
        Assert.Equal("GRANT_CODE", last.Single(o => o.Refusal is not null).Refusal!.Reason);
        await RefusedAsync("GRANT_CODE", "has opened a grant", programme, _world.Customers.Add(_world.Rita), Scale(codes[0]));

        Assert.Equal(2u, (await programmes.RevokeCodesAsync(new() { RequestId = $"{Guid.CreateVersion7()}", ProgrammeId = programme.ProgrammeId, FreezeProvider = "Fund", Reason = "leaked" }, bert)).Revoked);
        await RefusedAsync("GRANT_CODE", "was revoked", programme, _world.Customers.Add(_world.Rita), Scale(codes[1]));
        Assert.Equal($"{Dot(60)}", (await _world.GetAsync(programme)).Balances.Reserved);

        // What is stored opens nothing.
        await using var db = _world.Db();
        var everything = string.Join('\n', await db.Database.SqlQueryRaw<string>("select payload::text as \"Value\" from creditgrants.journal union all select encode(answer, 'escape') from creditgrants.requests union all select encode(body, 'escape') from creditgrants.grants").ToListAsync());
        Assert.DoesNotContain(codes, c => everything.Contains(c, StringComparison.OrdinalIgnoreCase) || everything.Contains(c.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Programmes_are_refused_field_by_field_and_two_never_count_the_same_money()
    {
        var (programmes, bert) = (new ProgrammesService.ProgrammesServiceClient(_channel), _world.Staff.As(_world.Bert));
        var request = new CreateProgrammeRequest { RequestId = $"{Guid.CreateVersion7()}", Name = "A", Payer = "Treasury", Pool = GenericAddress, Mode = V1.ProgrammeMode.Retro, Referendum = "http://plain.example", Reserve = "0" };
        var refusal = Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(async () => await programmes.CreateProgrammeAsync(request, bert)))!;
        Assert.Equal(["pool", "referendum"], refusal.Fields.Select(f => f.Field).Order());
        Assert.Empty(_world.Chains.Watched);

        (request.RequestId, request.Pool, request.Referendum) = ($"{Guid.CreateVersion7()}", PolkadotAddress, "");
        await programmes.CreateProgrammeAsync(request, bert);
        request.RequestId = $"{Guid.CreateVersion7()}";
        var taken = await Assert.ThrowsAsync<RpcException>(async () => await programmes.CreateProgrammeAsync(request, bert));
        Assert.Equal((StatusCode.AlreadyExists, "POOL_TAKEN"), (taken.StatusCode, Refusals.ReasonOf(taken)));

        request.TermsJson = """{"version": 1, "misspelt": 3}""";
        Assert.Equal("terms_json", Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(async () => await programmes.CreateProgrammeAsync(request, bert)))!.Fields.Single().Field);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_reserves_nothing_twice()
    {
        var programme = await _world.ProgrammeAsync(100);
        var grant = (await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Launch())).OrThrow().Grant;
        var grants = new GrantsService.GrantsServiceClient(_channel);
        var yes = new DecideGrantRequest { RequestId = $"{Guid.CreateVersion7()}", GrantId = grant.GrantId, Yes = true };
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => grants.DecideGrantAsync(yes, _world.Staff.As(_world.Hana)).ResponseAsync));
        Assert.Single(answers.Distinct());
        Assert.Equal($"{Dot(30)}", (await _world.GetAsync(programme)).Balances.Reserved);
    }

    [Fact]
    public async Task An_end_in_the_past_or_none_extends_nothing()
    {
        var programme = await _world.ProgrammeAsync(100);
        var grant = await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), Launch());
        var grants = new GrantsService.GrantsServiceClient(_channel);
        var request = new ExtendGrantRequest { RequestId = $"{Guid.CreateVersion7()}", GrantId = grant.GrantId, ExpiresAt = Start.ToTimestamp(), Reason = "they asked" };
        Assert.Equal("LEDGER_REFUSED", Refusals.ReasonOf(await Assert.ThrowsAsync<RpcException>(async () => await grants.ExtendGrantAsync(request, _world.Staff.As(_world.Bert)))));
        (request.RequestId, request.ExpiresAt) = ($"{Guid.CreateVersion7()}", null);
        Assert.Equal("expires_at", Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(async () => await grants.ExtendGrantAsync(request, _world.Staff.As(_world.Bert))))!.Fields.Single().Field);
        Assert.Equal(grant.ExpiresAt, (await _world.GetAsync(grant)).ExpiresAt);
    }

    private static GrantAsk Scale(string code, uint para = 2_000) => new() { Tier = GrantTier.Scale, Rail = RailKind.SponsorPurchase, ParaId = para, Code = code };

    private async Task<string> RefusedAsync(string reason, string words, V1.Programme programme, Peers.CustomerFacts customer, GrantAsk ask)
    {
        var request = new RequestGrantRequest { RequestId = $"{Guid.CreateVersion7()}", ProgrammeId = programme.ProgrammeId, AccountId = $"{customer.AccountId}", Ask = ask };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new GrantsService.GrantsServiceClient(_channel).RequestGrantAsync(request, _world.Staff.As(_world.Rita)));
        Assert.Equal(reason, Refusals.ReasonOf(e));
        Assert.Contains(words, e.Status.Detail, StringComparison.Ordinal);
        return e.Status.Detail;
    }

    private async Task NothingIsReservedAsync(V1.Programme programme)
    {
        var balances = (await _world.GetAsync(programme)).Balances;
        Assert.Equal(("0", "0", balances.Funded), (balances.Reserved, balances.Awarded, balances.Free));
        await using var db = _world.Db();
        Assert.False(await db.BudgetEvents.AnyAsync(b => b.Kind == "award"));
    }
}
