using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Deal = CoretimeDesk.Commissions.Ledgers.Deal;

namespace CoretimeDesk.Commissions.Deals;

/// <summary>Shows deals, corrects who shares in them, and sets quotas.</summary>
internal sealed class DealsDesk(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, DeskCalendar time)
{
    /// <summary>All deals that somebody may see, the latest first.</summary>
    public async Task<ListDealsResponse> ListAsync(Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var told = await LedgerBook.ObservationsAsync(db, stop);
        var deals = DealFacts.Of(told, await PlansDesk.ShelfAsync(db, stop), new(told));
        var sight = await StatementSight.OfAsync(db, viewer, stop);
        var names = await StatementSight.NamesAsync(db, stop);
        return new() { Deals = { deals.Where(d => sight.All || d.Roles.Any(r => sight.Sees($"{r.Person}"))).OrderByDescending(d => d.At).ThenBy(d => d.FactId, StringComparer.Ordinal).Select(d => ToMessage(d, names)) } };
    }

    /// <summary>Gives a role to somebody else.</summary>
    public Task<Outcome<CorrectParticipantsResponse>> CorrectAsync(Command command, Guid quoteId, uint revision, string role, Guid person, string reason, CancellationToken stop) =>
        commands.RunAsync<CorrectParticipantsResponse>(command, async scope =>
        {
            await scope.LockAsync($"deal {quoteId}");
            var (plans, told) = (await PlansDesk.ShelfAsync(scope.Db, scope.Stop), await LedgerBook.ObservationsAsync(scope.Db, scope.Stop));
            if (DealFacts.Of(told, plans, new(told)).LastOrDefault(d => d.QuoteId == quoteId && d.Revision == revision) is not { } deal)
            {
                return new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"Revision {revision} of quote {quoteId} was not accepted.");
            }

            if (deal.Roles.All(r => r.Role != role))
            {
                return Refusal.InvalidField("role", $"is '{role}'; the plan of {deal.Number} has {string.Join(", ", deal.Roles.Select(r => r.Role))}.");
            }

            if (await RefusePersonAsync(scope, "person_id", person) is { } unknown)
            {
                return unknown;
            }

            if (person == scope.Actor.Id)
            {
                return new Refusal(RefusalKind.Forbidden, "OWN_GAIN", "Nobody gives themselves a share.");
            }

            var view = LedgerBook.Compute(plans, told, deal.Token, scope.Now);
            var explainer = view.Explainer;
            if (view.Ledger.Lines.Index().Any(l => l.Item.Kind == LineKind.Earn && explainer.Explain(l.Index + 1).Acceptance.Id == deal.FactId))
            {
                return new Refusal(RefusalKind.Precondition, "EARNED_ALREADY", $"Commission of {deal.Number} is earned already; who shares in it stays as it is.");
            }

            var message = new ParticipantsCorrected { QuoteId = $"{quoteId}", Revision = revision, Role = role, PersonId = $"{person}", Reason = reason, CorrectedAt = scope.Now.ToTimestamp() };
            await Observing.DecideAsync(scope, quoteId, message);
            var names = await StatementSight.NamesAsync(scope.Db, scope.Stop);
            var now = deal with { Roles = [.. deal.Roles.Select(r => r.Role == role ? r with { Person = person, Why = $"corrected on {scope.Now.UtcDateTime:yyyy-MM-dd}: {reason}" } : r)] };
            return new CorrectParticipantsResponse { Deal = ToMessage(now, names) };
        }, stop);

    /// <summary>Says what somebody is to attain in a month.</summary>
    public Task<Outcome<SetQuotaResponse>> SetQuotaAsync(Command command, Guid person, Month month, string token, UInt128 planck, CancellationToken stop) => commands.RunAsync<SetQuotaResponse>(command, async scope =>
    {
        await scope.LockAsync($"quota {person}");
        if (await RefusePersonAsync(scope, "person_id", person) is { } unknown)
        {
            return unknown;
        }

        if (month.Start <= scope.Now)
        {
            return Refusal.InvalidField("month", $"is {month}, which has begun: a quota counts for all of its month, and must not reach back.");
        }

        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        if (told.Of<QuotaGiven>().FirstOrDefault(q => q.Message.PersonId == $"{person}" && q.Message.Month == month.ToString() && q.Message.Token == token) is { } known)
        {
            return new Refusal(RefusalKind.AlreadyExists, "QUOTA_SET", $"For {month} it is {StatementMaker.Money(StatementMaker.Number(known.Message.Planck), token)} already; the first that is set counts.");
        }

        await Observing.DecideAsync(scope, person, new QuotaGiven { PersonId = $"{person}", Month = month.ToString(), Token = token, Planck = $"{planck}", GivenAt = scope.Now.ToTimestamp() });
        return new SetQuotaResponse();
    }, stop);

    /// <summary>Plans and facts as files.</summary>
    public async IAsyncEnumerable<ExportFactsResponse> ExportAsync(string token, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var view = await LedgerBook.ReadAsync(db, token, time.GetUtcNow(), stop);
        yield return new() { PlansJson = PlanText.Of(view.Plans.Book) };
        foreach (var chunk in CommissionLedger.Order(view.Facts).Chunk(500))
        {
            yield return new() { Lines = { chunk.Select(FactText.Of) } };
        }
    }

    private static async Task<Refusal?> RefusePersonAsync(CommandScope<CommissionsDb> scope, string field, Guid person) =>
        await scope.Db.People.AnyAsync(p => p.Id == person, scope.Stop) ? null : Refusal.InvalidField(field, $"is {person}, and nobody of the desk has that id: './desk people list' shows them.") with { Reason = "UNKNOWN_PARTICIPANT" };

    private static V1.Deal ToMessage(Deal deal, IReadOnlyDictionary<string, string> names) => new()
    {
        QuoteId = $"{deal.QuoteId}",
        Revision = deal.Revision,
        Number = deal.Number,
        AccountId = $"{deal.Customer}",
        Token = deal.Token,
        AcceptedAt = deal.At.ToTimestamp(),
        PlanId = deal.Plan?.Id ?? "",
        Roles = { deal.Roles.Select(r => new DealRole { Role = r.Role, Bp = r.Bp, PersonId = $"{r.Person}", PersonName = names.GetValueOrDefault($"{r.Person}", ""), Why = r.Why }) },
        CsmId = deal.Csm is { } csm ? $"{csm}" : "",
        Problem = deal.Plan is null ? $"No plan for {deal.Token} was in force when it was accepted: nothing accrues." : "",
    };
}
