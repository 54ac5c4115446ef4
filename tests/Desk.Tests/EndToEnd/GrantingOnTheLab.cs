using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// Grants on every rail, from the request to the confirmed redemption, on real runtimes with the real services, bus and database. The service is killed at every step, and
/// its ledger equals what the chains hold at the end. Skips where the chain lab cannot run, and says why.
/// </summary>
[Collection(nameof(Stories))]
public sealed class GrantingOnTheLab(ITestOutputHelper output) : IAsyncDisposable
{
    private const uint LeasedPara = 2_001;
    private const uint FreshPara = 2_000;
    private const uint OrderingPara = 3_400;
    private const uint CreditPara = 3_401;
    private const string CreditBought = "100000000000";
    private static readonly AccountId32 Pool = AccountId32.FromBytes("coretime-sales-desk-lab-account!"u8);

    private readonly DeskUnderTest _desk = new() { RestartSeconds = 1 };
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private StoryDesk _people = null!;
    private StoryLab _coretime = null!;
    private StoryLab _relay = null!;
    private string _programme = "";
    private int _kills;

    public async ValueTask DisposeAsync()
    {
        _people?.Dispose();
        await (_coretime?.DisposeAsync() ?? default);
        await (_relay?.DisposeAsync() ?? default);
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task From_an_award_to_confirmed_use_on_rails_A_B_C_and_D_while_the_service_is_killed_at_every_step()
    {
        ChainData.OrSkip();
        LabNeeds.OrSkip();
        await BeginAsync();

        var bought = await GrantAsync(FreshPara, new() { Tier = GrantTier.Launch, Rail = RailKind.SponsorPurchase });
        await SignAsync(bought, _coretime, "purchase");
        await PaidAsync(bought, "Purchased");
        await SignAsync(bought, _coretime, "assign");
        Assert.Equal("0", (await GetAsync(bought)).Grant.Tranches[0].Used); // Its region has not begun.

        var ordered = await GrantAsync(OrderingPara, new() { Tier = GrantTier.Spark, Rail = RailKind.SponsorOrders, OrdersBudget = "20000000000" });
        await SignAsync(ordered, _relay, "order", orders: 2);
        var orders = await PaidAsync(ordered, "OnDemandOrderPlaced", 2);
        Assert.Equal(orders.Grant.Tranches[0].Paid, orders.Grant.Tranches[0].Used);

        await RedeemCreditsAsync();
        await BeginsToBeUsedAsync(bought);

        // F6: measured on the chain, so that the next tranche opens.
        var opened = (await _people.AsAsync(Role.HeadOfSales, o => _people.Grants.OpenTrancheAsync(new() { RequestId = _people.RequestId("open"), GrantId = bought.GrantId, Tranche = 2 }, o), _stop)).Grant;
        Assert.True(opened.Tranches[1].Open);

        // A lease has ended: its workload may be renewed in the sale that has begun now.
        var renewed = await GrantAsync(LeasedPara, new() { Tier = GrantTier.Launch, Rail = RailKind.SponsorRenewal });
        await SignAsync(renewed, _coretime, "renew");
        await PaidAsync(renewed, "Renewed");
        await BeginsToBeUsedAsync(renewed);
        await BooksAreIntactAsync();
    }

    /// <summary>The next sale begins, and with it the region that was paid in this one.</summary>
    private async Task BeginsToBeUsedAsync(Grant grant)
    {
        await _coretime.RunAsync("rotate-sale", new { }, _stop);
        await _coretime.RunAsync("advance-relay", new { by = 200 }, _stop);
        Kill();
        await FinaliseAsync("coretime");
        var used = await UntilAsync($"{grant.Number} being used", grant, g => g.Grant.Tranches[0].Used == g.Grant.Tranches[0].Paid);
        Assert.NotNull(used.Payments.Single().UsedAt);
    }

    private async Task BeginAsync()
    {
        _desk.DescribeTheRealOne(("identity", ""), ("leads", ""), ("chainwatcher", ""), ("creditgrants", "    env: [CreditGrants__Rails__0=D, CreditGrants__SweepSeconds=1]\n"));
        var (code, said) = await _desk.UpAsync("--chain", "lab", "--ready-within", "300");
        Assert.True(code == 0, said);
        _people = new(_desk.State, Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!);
        var market = (await _people.AsAsync(Role.Rep, o => _people.Watcher.GetMarketAsync(new(), o), _stop)).Market;
        var relay = (await _people.AsAsync(Role.Rep, o => _people.Watcher.ListFollowersAsync(new(), o), _stop)).Followers.Single(f => f.Chain != market.Chain).Chain;
        (_coretime, _relay) = (StoryLab.Of(_people.Chains, market.Chain)!, StoryLab.Of(_people.Chains, relay)!);
        await _coretime.GoToAsync("fixed", _stop);
        await _people.UntilAsync("the phase of the fixed price", Role.Rep, o => _people.Watcher.GetMarketAsync(new(), o), m => m.Market.Phase == SalePhase.FixedPrice, _stop);
        _programme = (await _people.AsAsync(Role.BudgetHolder, o => _people.Programmes.CreateProgrammeAsync(
            new() { RequestId = _people.RequestId("programme"), Name = "Lab", Payer = "Lab treasury", Pool = $"{Pool}", Mode = ProgrammeMode.Retainer }, o), _stop)).Programme.ProgrammeId;
        Kill();

        // A balance is seen with the next block of each chain.
        await FinaliseAsync("coretime");
        await FinaliseAsync("relay");
        await _people.UntilAsync("the pool's balance on both chains", Role.BudgetHolder, o => _people.Programmes.GetProgrammeAsync(new() { ProgrammeId = _programme }, o), p => p.Programme.PoolBalances.Count == 2, _stop);
    }

    /// <summary>A customer with a para, a request of its rep, and a yes of the head of sales.</summary>
    private async Task<Grant> GrantAsync(uint para, GrantAsk ask, StoryKey? wallet = null)
    {
        var (account, lead) = await CustomerAsync(para, wallet);
        (ask.ParaId, ask.Founded, ask.TestChain) = (para, $"{TimeProvider.System.GetUtcNow().AddYears(-1):yyyy-MM-dd}", "a chain on a test network");
        var requested = (await _people.AsAsync(Role.Rep, o => _people.Grants.RequestGrantAsync(
            new() { RequestId = _people.RequestId($"request {para}"), ProgrammeId = _programme, AccountId = account, LeadId = lead, Ask = ask }, o), _stop)).Grant;
        Kill();
        var awarded = (await _people.AsAsync(Role.HeadOfSales, o => _people.Grants.DecideGrantAsync(
            new() { RequestId = _people.RequestId($"decide {para}"), GrantId = requested.GrantId, Yes = true }, o), _stop)).Grant;
        Assert.Equal(GrantState.Awarded, awarded.State);
        output.WriteLine($"{awarded.Number}: {awarded.Ask.Tier} by {awarded.Ask.Rail} for para {para}, {awarded.Value} planck");
        Kill();
        return awarded;
    }

    private async Task<(string Account, string Lead)> CustomerAsync(uint para, StoryKey? wallet)
    {
        var account = (await _people.AsAsync(Role.Rep, o => _people.Leads.CreateAccountAsync(
            new()
            {
                RequestId = _people.RequestId($"account {para}"), Name = $"Rollup {para}", Segment = Segment.Startup, AnnualCorePeriods = 13,
                Keys =
                {
                    new AccountKey { Kind = AccountKeyKind.ParaId, Network = "lab", Value = $"{para}" },
                    new AccountKey { Kind = AccountKeyKind.Repository, Value = $"github.com/rollup-{para}/node" },
                },
            },
            o), _stop)).Account.AccountId;
        var lead = (await _people.AsAsync(Role.Rep, o => _people.Leads.OpenLeadAsync(new() { RequestId = _people.RequestId($"lead {para}"), AccountId = account, Title = "Free coretime", Source = LeadSource.Inbound }, o), _stop)).Lead.LeadId;
        await _people.AsAsync(Role.Rep, o => _people.Leads.ClaimLeadAsync(new() { RequestId = _people.RequestId($"claim {para}"), LeadId = lead }, o), _stop);
        var today = TimeProvider.System.GetUtcNow();
        var form = new AssessmentForm
        {
            CorePeriods = 13, Regions = 13, StartsOn = $"{today:yyyy-MM-dd}", EndsOn = $"{today.AddDays(360):yyyy-MM-dd}", Supply = ProductLine.Bulk, Cores = 1, BlocksPerDay = 14_400, Workload = "A rollup.", RuntimeStack = "polkadot-sdk",
            Verdict = Verdict.Fit,
        };
        await _people.AsAsync(Role.SolutionEngineer, o => _people.Assessments.WriteAssessmentAsync(new() { RequestId = _people.RequestId($"assessment {para}"), AccountId = account, LeadId = lead, Form = form }, o), _stop);
        if (wallet is not null)
        {
            await _people.AsAsync(Role.Rep, o => _people.Leads.AddChainAccountAsync(new() { RequestId = _people.RequestId("chain account"), AccountId = account, Address = wallet.Address, How = HowVerified.Unverified }, o), _stop);
            var challenge = await _people.AsAsync(Role.Rep, o => _people.Leads.IssueChallengeAsync(new() { RequestId = _people.RequestId("challenge"), AccountId = account, Address = wallet.Address }, o), _stop);
            await _people.AsAsync(Role.Rep, o => _people.Leads.AnswerChallengeAsync(new() { RequestId = _people.RequestId("answer"), ChallengeId = challenge.ChallengeId, Signature = wallet.Sign(challenge.Text) }, o), _stop);
        }

        return (account, lead);
    }

    /// <summary>The sponsor signs what the desk has prepared, as it stands.</summary>
    private async Task SignAsync(Grant grant, StoryLab chain, string step, uint orders = 0)
    {
        var calls = await _people.UntilAsync(
            $"the {step} of {grant.Number}", Role.BudgetHolder, o => _people.Grants.PrepareCallsAsync(new() { GrantId = grant.GrantId, Orders = orders }, o), c => c.Step == step, _stop);
        Assert.Empty(calls.Warnings);
        Kill();
        await chain.SendAsync(Pool, calls.CallData, calls.SpecVersion, _stop);
        Kill();
        await FinaliseAsync(chain == _relay ? "relay" : "coretime");
    }

    /// <summary>D: public networks reject the purchase, and so does this runtime; root does it in the sponsor's name. The relay chain really executes the credit and the order on it.</summary>
    private async Task RedeemCreditsAsync()
    {
        using var wallet = new StoryKey();
        var grant = await GrantAsync(CreditPara, new() { Tier = GrantTier.Launch, Rail = RailKind.NativeCredits, CustomerAccount = wallet.Address }, wallet);
        var calls = await _people.AsAsync(Role.BudgetHolder, o => _people.Grants.PrepareCallsAsync(new() { GrantId = grant.GrantId }, o), _stop);
        Assert.Equal(("purchase_credit", grant.Tranches[0].Value), (calls.Step, calls.CostLimit));
        await _coretime.RunAsync("purchase-credit", new { who = "desk", @for = wallet.Address, amount = CreditBought }, _stop);
        Kill();
        await FinaliseAsync("coretime");
        await PaidAsync(grant, "CreditPurchased");
        await _coretime.RunAsync("credit-account-xcm", new { @for = wallet.Address, amount = CreditBought }, _stop);
        await _coretime.RunAsync("fund", new { chain = "relay", who = wallet.Address }, _stop);
        await _coretime.RunAsync("order-with-credits", new { who = wallet.Address, para = CreditPara, max = CreditBought }, _stop);
        Kill();
        await FinaliseAsync("relay");
        var used = await UntilAsync("the credit being used", grant, g => g.Grant.Tranches[0].Used != "0");
        Assert.Equal((GrantState.Active, CreditBought), (used.Grant.State, used.Grant.Tranches[0].Paid));
    }

    /// <summary>The lab's finality is two blocks behind: with these nobody waits for its own pace.</summary>
    private Task FinaliseAsync(string chain) => _coretime.RunAsync("empty-block", new { chain, count = 3 }, _stop);

    private async Task<GetGrantResponse> PaidAsync(Grant grant, string type, int payments = 1)
    {
        var paid = await UntilAsync($"{grant.Number} being paid", grant, g => g.Payments.Count == payments);
        Assert.All(paid.Payments, p => Assert.Equal((type, false), (p.Type, p.IsUnreserved)));
        Assert.Equal(GrantState.Active, paid.Grant.State);
        Assert.Matches("^0x[0-9a-f]{64}$", paid.Payments[0].Fact.BlockHash);
        Kill();
        return paid;
    }

    private async Task BooksAreIntactAsync()
    {
        var check = await _people.UntilAsync("the ledger being what the chains hold", Role.BudgetHolder, o => _people.Ledger.CheckLedgerAsync(new() { ProgrammeId = _programme }, o), c => c.LedgerBalance == c.ChainBalance, _stop);
        Assert.True(check.IsIntact, string.Join(' ', check.Faults));
        var alarms = (await _people.AsAsync(Role.BudgetHolder, o => _people.Ledger.ListAlarmsAsync(new() { ProgrammeId = _programme }, o), _stop)).Alarms;
        output.WriteLine($"{check.Entries} entries, {check.Balances}, killed {_kills} times");
        Assert.Empty(alarms);
        Assert.True(_kills > 10);
    }

    private Task<GetGrantResponse> GetAsync(Grant grant) => _people.AsAsync(Role.BudgetHolder, o => _people.Grants.GetGrantAsync(new() { GrantId = grant.GrantId }, o), _stop);

    private Task<GetGrantResponse> UntilAsync(string what, Grant grant, Func<GetGrantResponse, bool> isSo) =>
        _people.UntilAsync(what, Role.BudgetHolder, o => _people.Grants.GetGrantAsync(new() { GrantId = grant.GrantId }, o), isSo, _stop);

    /// <summary>kill -9; the supervisor of the desk starts it again.</summary>
    private void Kill()
    {
        if (_desk.State.Processes.LastOrDefault(p => p.Name == "creditgrants") is { Identity.IsAlive: true } victim)
        {
            victim.Identity.Signal(UnixSignal.Kill);
            _kills++;
        }
    }
}
