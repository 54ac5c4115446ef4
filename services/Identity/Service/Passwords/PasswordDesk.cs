using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.SecondFactor;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>Commands that replace a password.</summary>
internal sealed class PasswordDesk(
    CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, PersonManagers managers, IPasswordHasher<Data.Person> hasher, RevocationList revocations)
{
    private const string WrongPassword = "WRONG_PASSWORD";
    private static readonly Refusal Wrong = Refusal.InvalidField("current_password", "is wrong, or was given wrong too often a moment ago.") with { Reason = WrongPassword };

    /// <summary>The person chooses a new password; every session but <paramref name="session"/> ends.</summary>
    public async Task<ChangePasswordResponse> ChangeAsync(Command command, Guid session, ChangePasswordRequest request, Caller caller, CancellationToken stop)
    {
        Data.Person? changed = null;
        var outcome = await commands.RunAsync<ChangePasswordResponse>(command, async scope =>
        {
            var person = await scope.Db.People.SingleAsync(p => p.Id == scope.Actor.Id, scope.Stop);
            using var manager = managers.Over(scope.Db);

            // Who holds somebody's token must not find out the password by trying: tries count as failed sign-ins.
            if (await manager.IsLockedOutAsync(person) || !Matches(person, request.CurrentPassword))
            {
                return Wrong;
            }

            if (request.NewPassword == request.CurrentPassword)
            {
                return Refusal.InvalidField("new_password", "is the current one; choose another.");
            }

            if ((await manager.ReplacePasswordAsync(person, request.NewPassword)).ToRefusal("new_password") is { } refusal)
            {
                return refusal;
            }

            (person.MustChangePassword, person.PasswordExpiresAt) = (false, null);
            scope.Append(person, PersonChanges.Aggregate, [new PasswordChanged()]);
            await scope.ApplyAsync(person, [new PersonEvent.AccessRevoked(RevocationCause.PasswordChanged)], spared: session);
            changed = person;
            return new ChangePasswordResponse();
        }, stop);

        if (!outcome.IsRepeat && outcome.Refusal is { Reason: WrongPassword })
        {
            await CountFailureAsync(command.Actor, caller, stop);
        }
        else if (!outcome.IsRepeat && outcome.Refusal is null)
        {
            revocations.RevokePerson(changed!.Id, changed.TokensRevokedBefore);
        }

        return outcome.OrThrow();
    }

    /// <summary>
    /// Asks for the password again, before somebody who is signed in opens another way in: whoever holds a stolen token does not know it.
    /// </summary>
    /// <exception cref="RefusedException">It is wrong, or the caller is an API key.</exception>
    public async Task ConfirmAsync(CallContext call, string password, Caller caller, CancellationToken stop)
    {
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            (await db.RequireSessionAsync(call.SessionId, stop)).ThrowIfRefused();
            var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == call.Actor.Id, stop);
            using var manager = managers.Over(db);
            if (!await manager.IsLockedOutAsync(person) && Matches(person, password))
            {
                return;
            }
        }

        await CountFailureAsync(call.Actor, caller, stop);
        throw new RefusedException(Wrong);
    }

    /// <summary>An administrator gets a one-time password for the person.</summary>
    public async Task<ResetPasswordResponse> ResetAsync(Command command, Guid id, CancellationToken stop)
    {
        var password = "";
        Data.Person? reset = null;
        var outcome = await commands.RunAsync<ResetPasswordResponse>(command, async scope =>
        {
            if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } person)
            {
                return Refusal.NotFound("person", id);
            }

            password = Secrets.OneTimePassword();
            using var manager = managers.Over(scope.Db);
            if ((await manager.ReplacePasswordAsync(person, password)).ToRefusal("person_id") is { } refusal)
            {
                return refusal;
            }

            var expires = scope.Now + PasswordSettings.OneTimeLife;
            (person.MustChangePassword, person.PasswordExpiresAt) = (true, expires);
            scope.Append(person, PersonChanges.Aggregate, [new PasswordReset { ExpiresAt = expires.ToTimestamp() }]);
            await scope.ApplyAsync(person, [new PersonEvent.AccessRevoked(RevocationCause.PasswordReset)]);
            reset = person;
            return new ResetPasswordResponse { ResetId = Guid.CreateVersion7(scope.Now).ToString(), ExpiresAt = expires.ToTimestamp() };
        }, stop);

        var response = outcome.OrThrow();
        if (outcome.IsRepeat)
        {
            throw new RefusedException(new(
                RefusalKind.AlreadyExists, "PASSWORD_ALREADY_RESET", "This request was carried out before, and the one-time password was shown then. Reset again, with a new request_id, for another one.")
            {
                Facts = new Dictionary<string, string> { ["reset_id"] = response.ResetId },
            });
        }

        revocations.RevokePerson(id, reset!.TokensRevokedBefore);
        response.OneTimePassword = password;
        return response;
    }

    private bool Matches(Data.Person person, string password) =>
        hasher.VerifyHashedPassword(person, person.PasswordHash!, password) != PasswordVerificationResult.Failed;

    private Task<bool> CountFailureAsync(Actor actor, Caller caller, CancellationToken stop) => commands.RecordAsync(actor, async scope =>
    {
        var person = await scope.Db.People.SingleAsync(p => p.Id == actor.Id, scope.Stop);
        using var manager = managers.Over(scope.Db);
        await scope.CountFailureAsync(manager, person, new(SignInMethod.Password, caller), SignInOutcome.WrongPassword);
        return true;
    }, stop);
}
