using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.SecondFactor;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity.Passkeys;

/// <summary>
/// Passkeys by ASP.NET Core Identity's own handler. It takes the HTTP context of the call only to hand it on: domain and origins come of settings, since a call over gRPC comes from the
/// pages' server and not from a browser. Its state travels to the caller and back, sealed.
/// </summary>
internal sealed class PasskeyDesk(
    CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, PersonManagers managers, PasswordDesk passwords, SessionOpening opening, Seals seals,
    IOptions<IdentityPasskeyOptions> options, IOptions<PasskeySettings> settings, TimeProvider time, ILogger<PasskeyDesk> log)
{
    private const string SignInPurpose = "CoretimeDesk.Identity.PasskeySignIn.v1";
    private const string CreationPurpose = "CoretimeDesk.Identity.PasskeyCreation.v1";
    private const string RefusedReason = "PASSKEY_REFUSED";

    private static readonly Refusal Off = new(RefusalKind.Precondition, "PASSKEYS_OFF", "This desk has no passkeys: Identity:Passkeys:Domain is not set.");
    private static readonly Refusal Refused = new(RefusalKind.Unauthenticated, RefusedReason, "The passkey opens nothing here, or the account is disabled or locked for a while.");

    /// <summary>What a browser asks its authenticator for a sign-in.</summary>
    public async Task<BeginPasskeySignInResponse> BeginSignInAsync(HttpContext http, CancellationToken stop)
    {
        RequireOn();
        await using var db = await contexts.CreateDbContextAsync(stop);
        using var manager = managers.Over(db);

        // Of nobody in particular: the authenticator knows whose passkeys it has, and nobody learns who works here.
        var made = await Handler(manager).MakeRequestOptionsAsync(null, http);
        return new() { OptionsJson = made.RequestOptionsJson, Ceremony = Seal(SignInPurpose, made.AssertionState, null) };
    }

    /// <summary>Opens a session by what the authenticator signed.</summary>
    /// <exception cref="RefusedException">One refusal for all that can be wrong.</exception>
    public async Task<SignInResponse> CompleteSignInAsync(HttpContext http, string ceremony, string credential, Caller caller, CancellationToken stop)
    {
        RequireOn();
        var tried = new SignInTry(SignInMethod.Passkey, caller);
        var opened = TryOpen(SignInPurpose, ceremony);
        var answer = await commands.RecordAsync(Actor.Desk, async scope =>
        {
            using var manager = managers.Over(scope.Db);
            var result = opened is null || await scope.Db.UsedCeremonies.AnyAsync(c => c.Id == opened.Id, scope.Stop)
                ? null
                : await Handler(manager).PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = opened.State });
            if (result is not { Succeeded: true })
            {
                log.LogInformation("A sign-in by passkey failed: {Reason}", result?.Failure?.Message ?? "its ceremony is over, or was used.");
                scope.NoteNobody(tried, SignInOutcome.PasskeyRefused);
                return null;
            }

            var person = result.User;
            if (await SessionOpening.WhyNotAsync(manager, person, scope.Now) is { } why)
            {
                scope.Note(person, tried, why);
                return null;
            }

            scope.Db.UsedCeremonies.Add(new() { Id = opened!.Id, ExpiresAt = opened.ExpiresAt });
            (await manager.AddOrUpdatePasskeyAsync(person, result.Passkey)).ThrowIfFailed();
            return opening.Open(scope, person, tried);
        }, stop);
        return answer ?? throw new RefusedException(Refused);
    }

    /// <summary>What a browser asks its authenticator to make.</summary>
    public async Task<BeginPasskeyResponse> BeginAsync(HttpContext http, CallContext call, string password, Caller caller, CancellationToken stop)
    {
        RequireOn();
        await passwords.ConfirmAsync(call, password, caller, stop);
        await using var db = await contexts.CreateDbContextAsync(stop);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == call.Actor.Id, stop);
        SecondFactorRules.WhyNotMorePasskeys(await db.Passkeys.CountAsync(p => p.PersonId == person.Id, stop)).ThrowIfRefused();
        using var manager = managers.Over(db);
        var made = await Handler(manager).MakeCreationOptionsAsync(new() { Id = person.Id.ToString(), Name = person.Email!, DisplayName = person.DisplayName }, http);
        return new() { OptionsJson = made.CreationOptionsJson, Ceremony = Seal(CreationPurpose, made.AttestationState, person.Id) };
    }

    /// <summary>Keeps a passkey that was made.</summary>
    public async Task<CompletePasskeyResponse> CompleteAsync(HttpContext http, Command command, CallContext call, string ceremony, string credential, string name, CancellationToken stop)
    {
        RequireOn();
        return (await commands.RunAsync<CompletePasskeyResponse>(command, async scope =>
        {
            if (await scope.Db.RequireSessionAsync(call.SessionId, scope.Stop) is { } isKey)
            {
                return isKey;
            }

            if (TryOpen(CreationPurpose, ceremony) is not { } opened || opened.PersonId != scope.Actor.Id)
            {
                return NotKept("the first step is over; begin again.");
            }

            using var manager = managers.Over(scope.Db);
            var result = await Handler(manager).PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = opened.State });
            if (!result.Succeeded)
            {
                return NotKept(result.Failure.Message);
            }

            // The person's version makes two additions meet, so that the limit holds.
            var person = await scope.Db.People.SingleAsync(p => p.Id == scope.Actor.Id, scope.Stop);
            if (SecondFactorRules.WhyNotMorePasskeys(await scope.Db.Passkeys.CountAsync(p => p.PersonId == person.Id, scope.Stop)) is { } full)
            {
                return full;
            }

            result.Passkey.Name = name;
            (await manager.AddOrUpdatePasskeyAsync(person, result.Passkey)).ThrowIfFailed();
            var kept = scope.Db.Passkeys.Local.Single(p => p.CredentialId.AsSpan().SequenceEqual(result.Passkey.CredentialId));
            scope.Append(person, PersonChanges.Aggregate, [new PasskeyAdded { PasskeyId = kept.Id.ToString(), Name = name }]);
            return new CompletePasskeyResponse { Passkey = kept.ToMessage() };
        }, stop)).OrThrow();
    }

    /// <summary>Forgets one of the caller's passkeys.</summary>
    public async Task<RemovePasskeyResponse> RemoveAsync(Command command, CallContext call, Guid id, CancellationToken stop) =>
        (await commands.RunAsync<RemovePasskeyResponse>(command, async scope =>
        {
            if (await scope.Db.RequireSessionAsync(call.SessionId, scope.Stop) is { } isKey)
            {
                return isKey;
            }

            if (await scope.Db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.PersonId == scope.Actor.Id, scope.Stop) is not { } passkey)
            {
                return Refusal.NotFound("passkey", id);
            }

            var person = await scope.Db.People.SingleAsync(p => p.Id == scope.Actor.Id, scope.Stop);
            using var manager = managers.Over(scope.Db);
            (await manager.RemovePasskeyAsync(person, passkey.CredentialId)).ThrowIfFailed();
            scope.Append(person, PersonChanges.Aggregate, [new PasskeyRemoved { PasskeyId = id.ToString() }]);
            return new RemovePasskeyResponse();
        }, stop)).OrThrow();

    private static Refusal NotKept(string why) => new(RefusalKind.Precondition, RefusedReason, $"The passkey was not kept: {why}");

    private PasskeyHandler<Data.Person> Handler(PersonManager manager) => new(manager, options);

    private void RequireOn() => (settings.Value.IsOn ? null : Off).ThrowIfRefused();

    private string Seal(string purpose, string? state, Guid? person)
    {
        var now = time.GetUtcNow();
        return seals.Seal(purpose, new Ceremony(Guid.CreateVersion7(now), $"{state}", person, now + SecondFactorRules.ChallengeLife));
    }

    private Ceremony? TryOpen(string purpose, string text) => seals.TryOpen<Ceremony>(purpose, text) is { } ceremony && ceremony.ExpiresAt > time.GetUtcNow() ? ceremony : null;

    /// <summary>What the handler must get back, between the two steps.</summary>
    private sealed record Ceremony(Guid Id, string State, Guid? PersonId, DateTimeOffset ExpiresAt);
}
