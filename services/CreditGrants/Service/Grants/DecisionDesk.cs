using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Planck = CoretimeDesk.Market.Planck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>What people decide about requests. With the last yes a grant is planned once more, with what is known then, and its value reserved.</summary>
internal sealed class DecisionDesk(CommandRunner<CreditGrantsDb> commands, BudgetBook budgets, GrantPlanner planner, RailSettings rails)
{
    public Task<Outcome<DecideGrantResponse>> DecideAsync(Command command, Guid id, bool yes, string reason, long expectedVersion, CancellationToken stop) => commands.RunAsync<DecideGrantResponse>(command, async scope =>
    {
        var (grant, refusal) = await OpenGrant.LockAsync(scope, budgets, id);
        if (grant is null || (refusal = WhyNotDecide(grant, scope.Actor, expectedVersion)) is not null)
        {
            return refusal!;
        }

        var body = V1.Grant.Parser.ParseFrom(grant.Row.Body);
        body.Consents.Add(ConsentOf(scope, yes, reason, RoleOf(scope.Actor)));
        grant.Row.Body = body.ToByteArray();
        if (!yes)
        {
            grant.Row.State = GrantState.Declined;
            DecisionLog.Keep(scope, grant.Row, "approval", "no", reason);
            scope.Append(grant.Row, GrantFollow.Aggregate, [new GrantRefused
            {
                GrantId = $"{id}",
                Number = grant.Row.Number,
                ProgrammeId = $"{grant.Row.ProgrammeId}",
                AccountId = $"{grant.Row.AccountId}",
                Tier = grant.Row.Tier,
                Rules = { "person" },
                Reason = reason,
                RefusedAt = scope.Now.ToTimestamp(),
            }]);
            return new DecideGrantResponse { Grant = grant.ToMessage() };
        }

        DecisionLog.Keep(scope, grant.Row, "approval", "yes", reason);
        scope.Append(grant.Row, GrantFollow.Aggregate, [new GrantApproved { GrantId = $"{id}", ById = $"{scope.Actor.Id}", ByName = scope.Actor.Name, Role = body.Consents[^1].Role, ApprovedAt = scope.Now.ToTimestamp() }]);
        var given = body.Consents.Where(c => c.Yes).Select(c => new GrantYes(c.PersonId, RoleNamed(c.Role), c.At.ToDateTimeOffset()));
        return GrantApproval.IsApproved(grant.Open.Terms, body.HalfPeriods, given, body.RequestedById, [.. grant.Row.BeneficiaryIds.Select(b => $"{b}")]) && await AwardAsync(scope, grant, body) is { } no
            ? no
            : new DecideGrantResponse { Grant = grant.ToMessage() };
    }, stop);

    public Task<Outcome<WithdrawRequestResponse>> WithdrawAsync(Command command, Guid id, string reason, CancellationToken stop) => commands.RunAsync<WithdrawRequestResponse>(command, async scope =>
    {
        var (grant, refusal) = await OpenGrant.LockAsync(scope, budgets, id);
        if (grant is null)
        {
            return refusal!;
        }

        if (grant.Row.RequestedById != scope.Actor.Id && !scope.Actor.Is(Role.HeadOfSales))
        {
            return new Refusal(RefusalKind.Forbidden, "GRANT_NOT_YOURS", "Only who asked for it, or the head of sales, takes a request back.");
        }

        if (grant.Row.State != GrantState.Requested)
        {
            return NotWaiting(grant.Row);
        }

        grant.Row.State = GrantState.Withdrawn;
        DecisionLog.Keep(scope, grant.Row, "withdrawal", "withdrawn", reason);
        return new WithdrawRequestResponse { Grant = grant.ToMessage() };
    }, stop);

    public Task<Outcome<SignRailResponse>> SignAsync(Command command, Guid id, string reason, CancellationToken stop) => commands.RunAsync<SignRailResponse>(command, async scope =>
    {
        var (grant, refusal) = await OpenGrant.LockAsync(scope, budgets, id);
        if (grant is null)
        {
            return refusal!;
        }

        var body = V1.Grant.Parser.ParseFrom(grant.Row.Body);
        var no = grant.Row.State != GrantState.Requested ? NotWaiting(grant.Row)
            : !Rail.Of(KindOf(grant.Row)).IsTransferable ? new(RefusalKind.Precondition, "RAIL_NEEDS_NO_SIGNATURE", "What this rail gives cannot be sold: it needs no signature.")
            : grant.Row.RequestedById == scope.Actor.Id ? new(RefusalKind.Forbidden, "GRANT_OWN_REQUEST", "Nobody signs for what they asked for. Another leader must.")
            : body.RailSignatures.Any(s => s.PersonId == $"{scope.Actor.Id}") ? new Refusal(RefusalKind.AlreadyExists, "RAIL_SIGNED", "You have signed for it. Another leader must, too.")
            : null;
        if (no is not null)
        {
            return no;
        }

        body.RailSignatures.Add(ConsentOf(scope, true, reason, Role.Leadership));
        grant.Row.Body = body.ToByteArray();
        DecisionLog.Keep(scope, grant.Row, "rail_signature", "yes", reason);
        return new SignRailResponse { Grant = grant.ToMessage() };
    }, stop);

    private async Task<Refusal?> AwardAsync(CommandScope<CreditGrantsDb> scope, OpenGrant grant, V1.Grant body)
    {
        var (row, open) = (grant.Row, grant.Open);
        if (open.Row.EndedAt is { } ended)
        {
            return ProgrammeDesk.Ended(open.Row, ended);
        }

        var signatures = body.RailSignatures.Select(s => new RailSignature(s.PersonId, RoleNamed(s.Role), s.At.ToDateTimeOffset())).ToList();
        if (RailRules.Choose(KindOf(row), rails.SwitchedOn, body.RequestedById, signatures) is { Refusal: { } unsigned })
        {
            return unsigned;
        }

        var (read, faults) = GrantAskReader.Read(body.Ask, row.Network);
        if (read is null)
        {
            return Refusal.InvalidFields(faults);
        }

        // Whoever decides may not ask Leads; what a rep was told when asking stands, and what is told on the bus is of now.
        var assessed = body.Findings.Any(f => f is { Rule: "light_assessment", Passed: true });
        var facts = new CustomerFacts(row.AccountId, body.AccountNumber, body.AccountName, false, null, [], row.BeneficiaryIds, [], [], assessed ? AssessmentDepth.Light : AssessmentDepth.None, "");
        var price = new CorePrice(open.Row.Chain, open.Token, Planck.Parse(body.CorePeriodPrice), body.PriceBlockNumber, body.PriceBlockHash, row.RequestedAt);
        var coded = read with { CodeSha256 = row.CodeSha256.Length > 0 ? row.CodeSha256 : null };
        var planning = await planner.PlanAsync(scope.Db, open, body.Ask, coded, facts, price, $"award/{row.Id}", row.Number, scope.Now, scope.Stop);
        if (!planning.Plan.Passes)
        {
            var why = GrantRefusals.Of(planning.Plan);
            return why with { Message = $"{why.Message} Your yes was not recorded." };
        }

        var award = planning.Plan.Award!;
        if (award.Tranches.Aggregate(System.Numerics.BigInteger.Zero, (sum, t) => sum + t.Value) != row.Value)
        {
            return new(RefusalKind.Precondition, "AWARD_REFUSED", "The programme's terms have changed since it was asked for, and so has its value. Nothing was reserved; decline it, and have it asked for again.");
        }

        (row.AwardedAt, row.ActivateBy, row.ExpiresAt) = (scope.Now, GrantClock.ActivateBy(scope.Now, open.Terms.ActivationDays), award.ExpiresAt);
        row.ReviewFrom = GrantClock.ReviewFrom(scope.Now, award.ExpiresAt, open.Terms.ReviewDaysBeforeExpiry);
        body.Cluster = planning.ClusterName;
        body.Banner = RailRules.Choose(KindOf(row), rails.SwitchedOn, body.RequestedById, signatures).Choice?.Banner ?? "";
        row.Body = body.ToByteArray();
        DecisionLog.Keep(scope, row, "award", "awarded", "", planning.Plan.Verdict.Findings.Select(f => f.ToMessage()), planning.Inputs(price), open.Terms.Version);
        scope.Append(row, GrantFollow.Aggregate, [Awarded(row, open, award)]);
        var step = await BudgetBook.ApplyAsync(scope, open, award);
        if (!step.IsAccepted)
        {
            return GrantRefusals.Of(step);
        }

        if (row.CodeSha256.Length > 0)
        {
            var code = scope.Db.Codes.Single(c => c.Sha256 == row.CodeSha256);
            code.UsedBy = row.Number;
        }

        return null;
    }

    private static Refusal? WhyNotDecide(OpenGrant grant, Actor actor, long expectedVersion)
    {
        var row = grant.Row;
        return row.State != GrantState.Requested ? NotWaiting(row)
            : expectedVersion > 0 && expectedVersion != row.Version ? new(RefusalKind.Contended, "GRANT_CHANGED", $"{row.Number} has changed since you looked at it. Look again, then decide.")
            : GrantApproval.Refuse(new($"{actor.Id}", RoleOf(actor), row.RequestedAt), $"{row.RequestedById}", [.. row.BeneficiaryIds.Select(b => $"{b}")]) is { } no ? no
            : V1.Grant.Parser.ParseFrom(row.Body).Consents.Any(c => c.PersonId == $"{actor.Id}") ? new Refusal(RefusalKind.AlreadyExists, "GRANT_SAID_YES", "You have said yes to it. It needs another person's, too.")
            : null;
    }

    private static Refusal NotWaiting(GrantRow row) => new(RefusalKind.Precondition, "GRANT_STATE", $"{row.Number} does not wait for a decision: it is {row.State.ToString().ToLowerInvariant()}.");

    /// <summary>As what somebody decides: the first of the roles that may.</summary>
    private static Role RoleOf(Actor actor) => GrantApproval.Roles.Where(r => actor.Is(r)).DefaultIfEmpty(actor.Roles.FirstOrDefault()).First();

    private static Consent ConsentOf(CommandScope<CreditGrantsDb> scope, bool yes, string reason, Role role) =>
        new() { PersonId = $"{scope.Actor.Id}", Name = scope.Actor.Name, Role = role.ToName(), Yes = yes, Reason = reason, At = scope.Now.ToTimestamp() };

    private static Role RoleNamed(string name) => RoleNames.TryParse(name, out var role) ? role : throw new InvalidOperationException($"A consent holds the unknown role \"{name}\".");

    internal static Rails.RailKind KindOf(GrantRow row) => (Rails.RailKind)((int)row.Rail - 1);

    private static GrantAwarded Awarded(GrantRow row, OpenBudget open, Awarded award) => new()
    {
        GrantId = $"{row.Id}",
        Number = row.Number,
        ProgrammeId = $"{row.ProgrammeId}",
        AccountId = $"{row.AccountId}",
        Tier = row.Tier,
        Rail = row.Rail,
        ParaId = (uint)row.Para,
        Value = BudgetMessages.Text(row.Value),
        Token = open.Row.TokenSymbol,
        HalfPeriods = (uint)award.HalfPeriods,
        Cluster = award.Cluster,
        AwardedAt = award.At.ToTimestamp(),
        ActivateBy = row.ActivateBy?.ToTimestamp(),
        ExpiresAt = award.ExpiresAt.ToTimestamp(),
        RequestedById = $"{row.RequestedById}",
        Tranches = { award.Tranches.Select(t => BudgetMessages.Text(t.Value)) },
    };
}
