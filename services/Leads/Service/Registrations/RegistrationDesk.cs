using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Assessments;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>What people decide about registrations after the claim.</summary>
public sealed class RegistrationDesk(CommandRunner<LeadsDb> commands, RegistrationBook book, RulesBook rulebook, ActivityBook activities)
{
    /// <summary>Yes or no to a claim.</summary>
    public Task<Outcome<DecideRegistrationResponse>> DecideAsync(Command command, Guid id, bool approve, string reason, CancellationToken stop) => ChangeAsync(
        command,
        id,
        (registration, by, now, rules) => RegistrationRules.Decide(registration, by, approve, reason, now, rules),
        message => new DecideRegistrationResponse { Registration = message },
        stop);

    /// <summary>More time, on evidence. An assessment that it names must be there, of this customer, and not withdrawn.</summary>
    public Task<Outcome<ExtendRegistrationResponse>> ExtendAsync(Command command, Guid id, ProgressEvidence evidence, CancellationToken stop) => ChangeAsync(
        command,
        id,
        (registration, by, now, rules) => RegistrationRules.Extend(registration, by, evidence, now, rules),
        message => new ExtendRegistrationResponse { Registration = message },
        stop,
        async (scope, row) => evidence is ProgressEvidence.MeetingAndAssessment meeting && meeting.Faults().Count == 0
            && await AssessmentBook.FindAsync(scope.Db, row.AccountId, meeting.AssessmentSha256, scope.Stop) is null
                ? Refusal.InvalidField("meeting.assessment_sha256", "is the digest of no assessment of this customer, or of one that was withdrawn. Ask the solution engineer for the digest.")
                : null);

    /// <summary>Gives it back, or takes it back.</summary>
    public Task<Outcome<ReleaseRegistrationResponse>> ReleaseAsync(Command command, Guid id, string reason, CancellationToken stop) => ChangeAsync(
        command,
        id,
        (registration, by, now, _) => RegistrationRules.Release(registration, by, reason, now),
        message => new ReleaseRegistrationResponse { Registration = message },
        stop);

    /// <summary>The customer's signed writing names the rep.</summary>
    public Task<Outcome<OverrideRegistrationResponse>> OverrideAsync(Command command, Guid accountId, ProductLine line, Owner newOwner, string documentSha256, string note, CancellationToken stop) =>
        commands.RunAsync<OverrideRegistrationResponse>(command, async scope =>
        {
            await scope.LockAsync(RegistrationBook.LockOf(accountId, line));
            var (account, closed) = await AccountBook.OpenAsync(scope.Db, accountId, 0, scope.Stop);
            if (account is null)
            {
                return closed!;
            }

            var known = await scope.Db.KnownPeople.SingleOrDefaultAsync(p => p.Id == newOwner.Id, scope.Stop);
            if (known is { Disabled: true } or { MaySell: false })
            {
                return Refusal.InvalidField("owner_id", $"{(known.Name.Length > 0 ? known.Name : "This person")} has left, or is no rep any more: ask the customer to name somebody who can serve them.");
            }

            var owner = known is { Name.Length: > 0 } ? newOwner with { Name = known.Name } : newOwner;
            if (owner.Name.Length == 0)
            {
                return Refusal.InvalidField("owner_name", "is missing: the desk does not know this person yet.");
            }

            var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
            var (active, now) = await book.ActiveAsync(scope, accountId, line);
            var decision = RegistrationRules.Override(
                active?.ToRegistration(), Guid.CreateVersion7(scope.Now), accountId, line, owner, new(scope.Actor.Id, scope.Actor.Name), documentSha256, note, now, rules);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            foreach (var happened in decision.Events)
            {
                Guid[] teams = [.. known?.TeamIds ?? []];
                if (active is null)
                {
                    active = await book.BeginAsync(scope, account, happened, teams, rules);
                }
                else
                {
                    (active.TeamIds, active.RulesNumber) = (teams, rules.Number);
                    await book.RecordAsync(scope, active, happened);
                }

                await ClaimBook.AddAsync(scope, accountId, line, new("override", "", new(scope.Actor.Id, scope.Actor.Name), active.Id, documentSha256), now);
            }

            return new OverrideRegistrationResponse { Registration = active!.ToMessage(withForm: true) };
        }, stop);

    /// <summary>Keeps an account's line for the house.</summary>
    public Task<Outcome<TakeForHouseResponse>> TakeForHouseAsync(Command command, Guid accountId, ProductLine line, string note, CancellationToken stop) =>
        commands.RunAsync<TakeForHouseResponse>(command, async scope =>
        {
            await scope.LockAsync(RegistrationBook.LockOf(accountId, line));
            var (account, closed) = await AccountBook.OpenAsync(scope.Db, accountId, 0, scope.Stop);
            if (account is null)
            {
                return closed!;
            }

            var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
            var (active, now) = await book.ActiveAsync(scope, accountId, line);
            var decision = RegistrationRules.TakeForHouse(active?.ToRegistration(), Guid.CreateVersion7(scope.Now), accountId, line, account.ToFacts(), note, now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            foreach (var happened in decision.Events)
            {
                active = await book.BeginAsync(scope, account, happened, [], rules);
                await ClaimBook.AddAsync(scope, accountId, line, new("house", "", new(scope.Actor.Id, scope.Actor.Name), active.Id, ""), now);
            }

            return new TakeForHouseResponse { Registration = active!.ToMessage(withForm: true) };
        }, stop);

    /// <summary>Something was done for a customer.</summary>
    public Task<Outcome<NoteActivityResponse>> NoteActivityAsync(Command command, Guid accountId, DateTimeOffset at, CancellationToken stop) =>
        commands.RunAsync<NoteActivityResponse>(command, async scope =>
        {
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            if (RegistrationClock.WhyNot(at, scope.Now) is { } refusal)
            {
                return refusal;
            }

            await activities.EnterAsync(scope, new(live, ActivityKind.Work, ActivitySource.Person, "Something was done for the customer.", at));
            var touched = await book.ActiveOfAsync(scope, live);
            return new NoteActivityResponse { Registrations = { touched.Select(r => r.ToMessage(MaySee.FormOf(r, scope.Actor))) } };
        }, stop);

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, Func<Registration, Authority, DateTimeOffset, OwnershipRules, Decision<RegistrationEvent>> decide, Func<V1.Registration, TResponse> answer, CancellationToken stop,
        Func<CommandScope<LeadsDb>, RegistrationRow, Task<Refusal?>>? whyNot = null)
        where TResponse : class, IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            if (await book.FindAsync(scope, id) is not { } row)
            {
                return Refusal.NotFound("registration", id);
            }

            var rules = await rulebook.OfAsync(scope.Db, row.RulesNumber, scope.Stop);
            var decision = decide(row.ToRegistration(), Authority.Of(scope.Actor, row.TeamIds), RegistrationBook.NowFor(row, scope.Now), rules);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            // After the rules: whoever may not extend it learns that first.
            if (whyNot is not null && await whyNot(scope, row) is { } missing)
            {
                return missing;
            }

            await book.RecordAsync(scope, row, decision.Events);
            return answer(row.ToMessage(MaySee.FormOf(row, scope.Actor)));
        }, stop);
}

/// <summary>Who may see what was said in a claim: whoever said it, and those who decide.</summary>
internal static class MaySee
{
    public static bool FormOf(RegistrationRow row, Actor viewer) =>
        row.OwnerId == viewer.Id || viewer.Is(Role.HeadOfSales, Role.Leadership) || Authority.Of(viewer, row.TeamIds).MayLead;
}
