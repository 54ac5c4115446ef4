using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.SecondFactor;

/// <summary>A code of the app, or a recovery code: one of the two is empty.</summary>
internal readonly record struct SecondFactorCode(string App, string Recovery)
{
    public SignInMethod Method => Recovery.Length > 0 ? SignInMethod.PasswordAndRecoveryCode : SignInMethod.PasswordAndCode;
}

/// <summary>The second step of a sign-in, and commands about the authenticator app.</summary>
internal sealed class SecondFactorDesk(
    CommandRunner<IdentityDb> commands, PersonManagers managers, PasswordDesk passwords, SessionOpening opening, SignInChallenges challenges, AuthenticatorCodes codes, RevocationList revocations)
{
    private const string CodeRefused = "CODE_REFUSED";
    private const string Issuer = "Coretime Desk";

    private static readonly Refusal ChallengeOver = new(RefusalKind.Unauthenticated, "CHALLENGE_OVER", "The first step of this sign-in is over. Begin again with e-mail and password.");

    /// <summary>One answer, also for whoever is locked out by now: whoever guesses learns nothing.</summary>
    private static readonly Refusal Refused = new(
        RefusalKind.Unauthenticated, CodeRefused, "The code is wrong, was used before, or codes were given wrong too often a moment ago. Wait for the next code and try again.");

    /// <summary>Takes the code that a sign-in was asked for.</summary>
    /// <exception cref="RefusedException">The code is not good, or the first step is over.</exception>
    public async Task<SignInResponse> CompleteAsync(string text, SecondFactorCode code, Caller caller, CancellationToken stop)
    {
        var challenge = challenges.TryOpen(text) ?? throw new RefusedException(ChallengeOver);
        var tried = new SignInTry(code.Method, caller);
        var (answer, refusal) = await commands.RecordAsync<(SignInResponse? Answer, Refusal? Refusal)>(Actor.Desk, async scope =>
        {
            var person = await scope.Db.People.SingleOrDefaultAsync(p => p.Id == challenge.PersonId, scope.Stop);
            if (person is null || person.SecurityStamp != challenge.Stamp || !person.TwoFactorEnabled)
            {
                return (null, ChallengeOver);
            }

            using var manager = managers.Over(scope.Db);
            if (await SessionOpening.WhyNotAsync(manager, person, scope.Now) is { } why)
            {
                scope.Note(person, tried, why);
                return (null, Refused);
            }

            return await RedeemAsync(scope, manager, person, code, tried) ? (opening.Open(scope, person, tried), null) : (null, Refused);
        }, stop);
        return answer ?? throw new RefusedException(refusal!);
    }

    /// <summary>Makes a key for the caller's app. It counts for nothing yet.</summary>
    public async Task<BeginAuthenticatorResponse> BeginAsync(CallContext call, string password, Caller caller, CancellationToken stop)
    {
        await passwords.ConfirmAsync(call, password, caller, stop);
        var (answer, refusal) = await commands.RecordAsync<(BeginAuthenticatorResponse? Answer, Refusal? Refusal)>(call.Actor, async scope =>
        {
            var person = await scope.Db.People.SingleAsync(p => p.Id == call.Actor.Id, scope.Stop);
            if (person.TwoFactorEnabled)
            {
                return (null, new(RefusalKind.Precondition, "AUTHENTICATOR_IS_ON", "There is an authenticator app already. Take it away first."));
            }

            using var manager = managers.Over(scope.Db);
            (await manager.ResetAuthenticatorKeyAsync(person)).ThrowIfFailed();
            person.AuthenticatorStep = 0;
            var key = (await manager.GetAuthenticatorKeyAsync(person))!;
            var label = Uri.EscapeDataString($"{Issuer}:{person.Email}");
            return (new() { Key = key, OtpauthUri = $"otpauth://totp/{label}?secret={key}&issuer={Uri.EscapeDataString(Issuer)}&algorithm=SHA1&digits=6&period=30" }, null);
        }, stop);
        return answer ?? throw new RefusedException(refusal!);
    }

    /// <summary>Turns the app on that knows the key.</summary>
    public async Task<ConfirmAuthenticatorResponse> ConfirmAsync(CallContext call, string code, Caller caller, CancellationToken stop)
    {
        var made = await WithCodeAsync(call, new(code, ""), caller, isOn: false, async (scope, manager, person) =>
        {
            (await manager.SetTwoFactorEnabledAsync(person, true)).ThrowIfFailed();
            person.AuthenticatorSince = scope.Now;
            scope.Append(person, PersonChanges.Aggregate, [new AuthenticatorAdded()]);
            return await MakeCodesAsync(scope, manager, person);
        }, stop);
        return new() { RecoveryCodes = { made } };
    }

    /// <summary>Makes new recovery codes; those before are void.</summary>
    public async Task<MakeRecoveryCodesResponse> MakeRecoveryCodesAsync(CallContext call, string code, Caller caller, CancellationToken stop) =>
        new() { RecoveryCodes = { await WithCodeAsync(call, new(code, ""), caller, isOn: true, MakeCodesAsync, stop) } };

    /// <summary>Takes the caller's app away.</summary>
    public async Task<DisableAuthenticatorResponse> DisableAsync(Command command, CallContext call, SecondFactorCode code, Caller caller, CancellationToken stop)
    {
        var outcome = await commands.RunAsync<DisableAuthenticatorResponse>(command, async scope =>
        {
            var (refusal, _) = await TakeCodeAsync<object?>(scope, call, code, caller, isOn: true, async (_, manager, person) =>
            {
                scope.Append(person, PersonChanges.Aggregate, [new AuthenticatorRemoved()]);
                await ForgetAsync(manager, person);
                return null;
            });
            if (refusal is not null)
            {
                scope.KeepDespiteRefusal(); // The wrong code counts.
                return refusal;
            }

            return new DisableAuthenticatorResponse();
        }, stop);
        return outcome.OrThrow();
    }

    /// <summary>An administrator takes everything away that somebody lost.</summary>
    public async Task<ResetSecondFactorResponse> ResetAsync(Command command, Guid id, CancellationToken stop)
    {
        Data.Person? changed = null;
        var outcome = await commands.RunAsync<ResetSecondFactorResponse>(command, async scope =>
        {
            changed = null;
            if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } person)
            {
                return Refusal.NotFound("person", id);
            }

            var passkeys = await scope.Db.Passkeys.Where(p => p.PersonId == id).ToListAsync(scope.Stop);
            if (!person.TwoFactorEnabled && passkeys.Count == 0)
            {
                return new Refusal(RefusalKind.Precondition, "NO_SECOND_FACTOR", $"{person.DisplayName} has neither an authenticator app nor a passkey.");
            }

            using var manager = managers.Over(scope.Db);
            scope.Db.Passkeys.RemoveRange(passkeys);
            scope.Append(person, PersonChanges.Aggregate, [new SecondFactorReset { HadAuthenticator = person.TwoFactorEnabled, Passkeys = passkeys.Count }]);
            await ForgetAsync(manager, person);
            await scope.ApplyAsync(person, [new PersonEvent.AccessRevoked(RevocationCause.SecondFactorReset)]);
            changed = person;
            return new ResetSecondFactorResponse { Person = person.ToMessage() };
        }, stop);
        if (changed is not null && outcome is { IsRepeat: false, Refusal: null })
        {
            revocations.RevokePerson(id, changed.TokensRevokedBefore);
        }

        return outcome.OrThrow();
    }

    private static async Task<IReadOnlyList<string>> MakeCodesAsync(CommandScope<IdentityDb> scope, PersonManager manager, Data.Person person)
    {
        var made = (await manager.GenerateNewTwoFactorRecoveryCodesAsync(person, SecondFactorRules.RecoveryCodes))!.ToList();
        scope.Append(person, PersonChanges.Aggregate, [new RecoveryCodesMade { Count = made.Count }]);
        return made;
    }

    private static async Task ForgetAsync(PersonManager manager, Data.Person person)
    {
        (person.AuthenticatorKey, person.AuthenticatorSince, person.AuthenticatorStep, person.RecoveryCodes) = (null, null, 0, []);
        (await manager.SetTwoFactorEnabledAsync(person, false)).ThrowIfFailed();
    }

    /// <summary>As <see cref="TakeCodeAsync"/>, for a call whose answer is a secret.</summary>
    private async Task<T> WithCodeAsync<T>(
        CallContext call, SecondFactorCode code, Caller caller, bool isOn, Func<CommandScope<IdentityDb>, PersonManager, Data.Person, Task<T>> then, CancellationToken stop)
    {
        var (refusal, result) = await commands.RecordAsync(call.Actor, scope => TakeCodeAsync(scope, call, code, caller, isOn, then), stop);
        return refusal is null ? result! : throw new RefusedException(refusal);
    }

    /// <summary>Does something for a person who is signed in and gives a good code. A wrong one counts as one at sign-in does.</summary>
    private async Task<(Refusal? Refusal, T? Result)> TakeCodeAsync<T>(
        CommandScope<IdentityDb> scope, CallContext call, SecondFactorCode code, Caller caller, bool isOn, Func<CommandScope<IdentityDb>, PersonManager, Data.Person, Task<T>> then)
    {
        if (await scope.Db.RequireSessionAsync(call.SessionId, scope.Stop) is { } isKey)
        {
            return (isKey, default);
        }

        var person = await scope.Db.People.SingleAsync(p => p.Id == call.Actor.Id, scope.Stop);
        if (person.AuthenticatorKey is null || person.TwoFactorEnabled != isOn)
        {
            return (isOn ? new(RefusalKind.Precondition, "AUTHENTICATOR_IS_OFF", "There is no authenticator app.")
                : new(RefusalKind.Precondition, "AUTHENTICATOR_NOT_BEGUN", "There is no key that waits for its first code. Begin again."), default);
        }

        using var manager = managers.Over(scope.Db);
        return !await manager.IsLockedOutAsync(person) && await RedeemAsync(scope, manager, person, code, new(code.Method, caller))
            ? (null, await then(scope, manager, person))
            : (Refusal.InvalidField(code.Recovery.Length > 0 ? "recovery_code" : "code", "is wrong, was used before, or was given wrong too often a moment ago.") with { Reason = CodeRefused }, default);
    }

    /// <summary>Uses a code up; counts a wrong one.</summary>
    private async Task<bool> RedeemAsync(CommandScope<IdentityDb> scope, PersonManager manager, Data.Person person, SecondFactorCode code, SignInTry tried)
    {
        if (code.Recovery.Length > 0)
        {
            if ((await manager.RedeemTwoFactorRecoveryCodeAsync(person, code.Recovery)).Succeeded)
            {
                scope.Append(person, PersonChanges.Aggregate, [new RecoveryCodeUsed { Left = person.RecoveryCodes.Length }]);
                return true;
            }

            await scope.CountFailureAsync(manager, person, tried, SignInOutcome.WrongCode);
            return false;
        }

        if (await manager.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, code.App))
        {
            return true;
        }

        var (verdict, _) = await codes.JudgeAsync(code.App, manager, person);
        await scope.CountFailureAsync(manager, person, tried, verdict == CodeVerdict.UsedBefore ? SignInOutcome.CodeUsedBefore : SignInOutcome.WrongCode);
        return false;
    }
}
