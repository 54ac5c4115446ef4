using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Takes requests: asks what is known of the customer, lets every rule look at it, and keeps what they said. Nothing is reserved by a request.</summary>
internal sealed class GrantDesk(
    CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts, BudgetBook budgets, GrantPlanner planner, ICustomers customers, IChains chains, RailSettings rails, TimeProvider time, ILogger<GrantDesk> log)
{
    private const int AccountsWatchedMost = 20;

    public async Task<Outcome<PreviewGrantResponse>> PreviewAsync(Actor actor, string token, Guid programme, Guid account, Guid? lead, GrantAsk ask, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == programme, stop) is not { } row)
        {
            return Refusal.NotFound("programme", programme);
        }

        if (Prepare(row, ask, out var read) is { } refusal)
        {
            return refusal;
        }

        var facts = await customers.FindAsync(token, account, lead, stop);
        if (WhyNotAsk(facts, actor, read!) is { } no)
        {
            return no;
        }

        var price = await chains.PriceAsync(row.Chain, stop);
        var open = await budgets.OpenAsync(db, row, stop, read!.CodeSha256);
        var plan = (await planner.PlanAsync(db, open, ask, read, facts, price, "preview", "preview", time.GetUtcNow(), stop)).Plan;
        return new PreviewGrantResponse
        {
            Eligible = plan.Passes,
            Findings = { plan.Verdict.Findings.Select(f => f.ToMessage()) },
            Reasons = { plan.Reasons },
            Tranches = { plan.Award is { } award ? award.ToTranches(HalvesOf(open, ask)) : [] },
            Value = plan.Award is { } worth ? BudgetMessages.Text(ValueOf(worth)) : "",
            HalfPeriods = (uint)(plan.Award?.HalfPeriods ?? 0),
            ExpiresAt = plan.Award?.ExpiresAt.ToTimestamp(),
            CorePeriodPrice = $"{price.Price}",
            PriceBlockNumber = price.BlockNumber,
            ApprovalsNeeded = (uint)(plan.Award is { } needs ? GrantApproval.Needed(open.Terms, needs.HalfPeriods) : 0),
            Banner = BannerOf(read.Rail),
        };
    }

    public async Task<Outcome<RequestGrantResponse>> RequestAsync(Command command, string token, Guid programme, Guid account, Guid? lead, GrantAsk ask, CancellationToken stop)
    {
        ProgrammeRow? known;
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            known = await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == programme, stop);
        }

        if (known is null)
        {
            return Refusal.NotFound("programme", programme);
        }

        if (Prepare(known, ask, out var read) is { } refusal)
        {
            return refusal;
        }

        var facts = await customers.FindAsync(token, account, lead, stop);
        if (WhyNotAsk(facts, command.Actor, read!) is { } no)
        {
            return no;
        }

        var price = await chains.PriceAsync(known.Chain, stop);
        await WatchAsync(token, facts, stop);
        return await commands.RunAsync<RequestGrantResponse>(command, async scope =>
        {
            var (row, ended) = await ProgrammeDesk.LockAsync(scope, programme);
            if (row is null)
            {
                return ended!;
            }

            await KeepPartyAsync(scope, facts);
            await scope.Db.SaveChangesAsync(scope.Stop); // The cluster test reads it.
            var open = await budgets.OpenAsync(scope.Db, row, scope.Stop, read!.CodeSha256);
            var number = $"G-{scope.Now.Year}-{await ProgrammeDesk.NextAsync(scope, "grant_numbers"):D6}";
            var id = Guid.CreateVersion7(scope.Now);
            var planning = await planner.PlanAsync(scope.Db, open, ask, read, facts, price, $"award/{id}", number, scope.Now, scope.Stop);
            var grant = NewRow(scope, open, id, number, ask, read, facts, price, lead, planning);
            scope.Db.Grants.Add(grant);
            DecisionLog.Keep(
                scope, grant, "eligibility", planning.Plan.Passes ? "passed" : "refused", string.Join(' ', planning.Plan.Reasons), planning.Plan.Verdict.Findings.Select(f => f.ToMessage()), planning.Inputs(price), open.Terms.Version);
            if (planning.Plan.Passes)
            {
                scope.Append(grant, GrantFollow.Aggregate, [new GrantStored { Grant = V1.Grant.Parser.ParseFrom(grant.Body) }, Requested(grant, open)]);
                return new RequestGrantResponse { Grant = grant.ToMessage(open) };
            }

            // A "no" is evidence: what was asked for, what every rule looked at.
            grant.State = GrantState.Ineligible;
            var why = GrantRefusals.Of(planning.Plan);
            scope.Append(grant, GrantFollow.Aggregate,
            [
                new GrantStored { Grant = V1.Grant.Parser.ParseFrom(grant.Body) },
                new GrantRefused
                {
                    GrantId = $"{id}",
                    Number = number,
                    ProgrammeId = $"{programme}",
                    AccountId = $"{facts.AccountId}",
                    Tier = grant.Tier,
                    Rules = { planning.Plan.Verdict.Findings.Where(f => !f.Passed).Select(f => f.Rule) },
                    Reason = why.Message,
                    RefusedAt = scope.Now.ToTimestamp(),
                },
            ]);
            scope.KeepDespiteRefusal();
            return why with { Facts = new Dictionary<string, string>(why.Facts) { ["grant"] = number } };
        }, stop);
    }

    /// <summary>Reads the ask, and refuses what no rule needs to look at.</summary>
    private Refusal? Prepare(ProgrammeRow row, GrantAsk ask, out ReadAsk? read)
    {
        (read, var faults) = GrantAskReader.Read(ask, row.Network);
        if (read is null)
        {
            return Refusal.InvalidFields(faults);
        }

        // The signatures of a transferable rail come after the request, and before the award.
        return row.EndedAt is { } ended ? ProgrammeDesk.Ended(row, ended)
            : Rail.Of(read.Rail).IsTransferable ? null
            : RailRules.Choose(read.Rail, rails.SwitchedOn, "", []).Refusal;
    }

    private static Refusal? WhyNotAsk(CustomerFacts facts, Actor actor, ReadAsk read) =>
        !actor.Is(Role.HeadOfSales, Role.TeamLead) && !facts.Owners.Contains(actor.Id)
            ? new(RefusalKind.Forbidden, "NOT_YOUR_CUSTOMER", $"Own the lead, or have {facts.Name} registered, before you ask for a grant.")
        : read.Account is { } account && !facts.Accounts.Contains($"{account}")
            ? Refusal.InvalidField("ask.customer_account", $"is not known to be {facts.Name}'s. Have the customer sign with it first: ./desk accounts chain-account")
        : null;

    /// <summary>From now on transfers of the customer's accounts are seen: by them common funders are found.</summary>
    private async Task WatchAsync(string token, CustomerFacts facts, CancellationToken stop)
    {
        foreach (var account in facts.Accounts.Take(AccountsWatchedMost))
        {
            try
            {
                await chains.WatchAsync(token, account, balance: false, $"customer {facts.Number}", stop);
            }
            catch (RefusedException e)
            {
                // A grant does not fail because the list is full; the cluster test then knows less, which its inputs show.
                log.LogWarning("An account of {Customer} is not watched: {Reason}", facts.Number, e.Refusal.Message);
            }
        }
    }

    private static async Task KeepPartyAsync(CommandScope<CreditGrantsDb> scope, CustomerFacts facts)
    {
        if (await scope.Db.Parties.FindAsync([facts.AccountId], scope.Stop) is { } party)
        {
            (party.AccountName, party.PeopleSha256, party.MailHosts) = (facts.Name, [.. facts.PeopleSha256], [.. facts.MailHosts]);
        }
        else
        {
            scope.Db.Parties.Add(new() { AccountId = facts.AccountId, AccountName = facts.Name, PeopleSha256 = [.. facts.PeopleSha256], MailHosts = [.. facts.MailHosts] });
        }
    }

    private static GrantRow NewRow(
        CommandScope<CreditGrantsDb> scope, OpenBudget open, Guid id, string number, GrantAsk ask, ReadAsk read, CustomerFacts facts, CorePrice price, Guid? lead, GrantPlanning planning)
    {
        var (award, decideBy) = (planning.Plan.Award, GrantClock.DecideBy(scope.Now, open.Terms.DecisionBusinessDays));
        var kept = ask.Clone();
        (kept.Code, kept.CustomerAccount, kept.Repository) = ("", read.Account is { } account ? $"{account}" : "", planning.Request.Repository ?? "");
        var body = new V1.Grant
        {
            GrantId = $"{id}",
            Number = number,
            ProgrammeId = $"{open.Row.Id}",
            ProgrammeName = open.Row.Name,
            AccountId = $"{facts.AccountId}",
            AccountNumber = facts.Number,
            AccountName = facts.Name,
            LeadId = lead?.ToString() ?? "",
            Ask = kept,
            RequestedById = $"{scope.Actor.Id}",
            RequestedBy = scope.Actor.Name,
            RequestedAt = scope.Now.ToTimestamp(),
            DecideBy = decideBy.ToTimestamp(),
            Findings = { planning.Plan.Verdict.Findings.Select(f => f.ToMessage()) },
            TermsVersion = (uint)open.Terms.Version,
            CorePeriodPrice = $"{price.Price}",
            PriceBlockHash = price.BlockHash,
            PriceBlockNumber = price.BlockNumber,
            Value = award is null ? "" : BudgetMessages.Text(ValueOf(award)),
            HalfPeriods = (uint)(award?.HalfPeriods ?? 0),
            ApprovalsNeeded = (uint)(award is null ? 0 : GrantApproval.Needed(open.Terms, award.HalfPeriods)),
            Banner = BannerOf(read.Rail),
            Tranches = { award is null ? [] : award.ToTranches(HalvesOf(open, ask)) },
            Cluster = planning.ClusterName,
            Network = open.Row.Network,
            Provider = read.CodeSha256 is { } code && open.Budget.Terms.Codes.TryGetValue(code, out var provider) ? provider.Provider : "",
        };
        return new()
        {
            Id = id,
            Number = number,
            ProgrammeId = open.Row.Id,
            AccountId = facts.AccountId,
            LeadId = lead,
            Network = open.Row.Network,
            Para = read.Para,
            Tier = ask.Tier,
            Rail = ask.Rail,
            CustomerAccount = kept.CustomerAccount,
            State = GrantState.Requested,
            RequestedById = scope.Actor.Id,
            TeamIds = [.. scope.Actor.Teams],
            BeneficiaryIds = [.. facts.Owners],
            RequestedAt = scope.Now,
            DecideBy = decideBy,
            Value = award is null ? 0 : ValueOf(award),
            CodeSha256 = read.CodeSha256 ?? "",
            Body = body.ToByteArray(),
        };
    }

    private static GrantRequested Requested(GrantRow row, OpenBudget open) => new()
    {
        GrantId = $"{row.Id}",
        Number = row.Number,
        ProgrammeId = $"{row.ProgrammeId}",
        AccountId = $"{row.AccountId}",
        LeadId = row.LeadId?.ToString() ?? "",
        Tier = row.Tier,
        Rail = row.Rail,
        ParaId = (uint)row.Para,
        Value = BudgetMessages.Text(row.Value),
        Token = open.Row.TokenSymbol,
        RequestedById = $"{row.RequestedById}",
        RequestedAt = row.RequestedAt.ToTimestamp(),
    };

    private static string BannerOf(Rails.RailKind rail) => Rail.Of(rail).IsTransferable ? "THIS GRANT CAN BE SOLD: the customer would hold a region that it may transfer. Two of the leadership must sign for it." : "";

    private static IReadOnlyList<uint> HalvesOf(OpenBudget open, GrantAsk ask) =>
        ask.OrdersBudget.Length > 0 ? [] : open.Terms.Find((Ledger.GrantTier)((int)ask.Tier - 1))?.TranchesHalfPeriods ?? [.. ask.HalfPeriods];

    private static BigInteger ValueOf(Ledger.Awarded award) => award.Tranches.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Value);
}
