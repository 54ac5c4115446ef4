using System.Diagnostics;
using System.Threading.RateLimiting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.SecondFactor;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>Opens sessions by password.</summary>
internal sealed class SignInDesk(
    CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, PersonManagers managers, IPasswordHasher<Data.Person> hasher,
    ILookupNormalizer normalizer, SessionOpening opening, SignInChallenges challenges, TimeProvider time, IOptions<PasswordSettings> settings, ILogger<SignInDesk> log)
    : IDisposable
{
    private static readonly Refusal Busy = new(RefusalKind.Exhausted, "SIGN_IN_BUSY", "Too many people sign in at this moment. Try again in a few seconds.");

    /// <summary>One answer for every reason: whoever guesses learns nothing, not even that the person exists.</summary>
    private static readonly Refusal Failed = new(
        RefusalKind.Unauthenticated, "SIGN_IN_FAILED",
        "Email and password do not belong together, or the account is disabled or locked for a while after too many wrong passwords.");

    // Somebody whose password nobody knows, so that an unknown email costs the same work as a known one.
    private readonly Lazy<string> _nobody = new(() => hasher.HashPassword(null!, Secrets.OneTimePassword()));

    // Hashes are slow on purpose. A flood of sign-ins must not take every core from the calls of those who are signed in.
    private readonly ConcurrencyLimiter _hashing = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = 200 });

    /// <summary>Makes ready what the first sign-in would otherwise be slower for.</summary>
    public void WarmUp() => _ = _nobody.Value;

    /// <summary>Opens a session, or asks for the second factor.</summary>
    /// <exception cref="RefusedException">The one refusal, after the time that every refusal takes.</exception>
    public async Task<SignInResponse> SignInAsync(string email, string password, Caller caller, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        if (password.Length <= PasswordSettings.LengthMax && await TryAsync(email, password, new(SignInMethod.Password, caller), stop) is { } response)
        {
            return response;
        }

        var rest = TimeSpan.FromMilliseconds(settings.Value.RefusalMilliseconds) - time.GetElapsedTime(start);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, stop);
        }

        throw new RefusedException(Failed);
    }

    private async Task<SignInResponse?> TryAsync(string email, string password, SignInTry tried, CancellationToken stop)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        while (true)
        {
            var known = await FindAsync(normalized, stop);

            // Outside the transaction: a slow hash must hold neither a lock nor a connection.
            var verdict = await VerifyAsync(known, password, stop);
            if (known is null)
            {
                log.LogInformation("A sign-in failed: the email is unknown.");
                await commands.RecordAsync(
                    Actor.Desk,
                    scope =>
                    {
                        scope.NoteNobody(tried, SignInOutcome.UnknownEmail, normalized);
                        return Task.FromResult(true);
                    },
                    stop);
                return null;
            }

            var right = verdict != PasswordVerificationResult.Failed;
            var attempt = new Attempt(tried, known.Id, known.PasswordHash!, right, verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(known, password) : null);

            try
            {
                // Until the password is proven right nobody knows who acts here.
                var (done, answer) = await commands.RecordAsync(right ? known.As([]) : Actor.Desk, scope => RecordAsync(scope, attempt), stop);
                if (done)
                {
                    return answer;
                }
            }
            catch (RefusedException e) when (e.Refusal.Kind == RefusalKind.Contended)
            {
                // Many guesses at once. An answer of its own would tell that the email is known.
                log.LogWarning("A sign-in failed: too many at once for person {Person}.", known.Id);
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    private async Task<PasswordVerificationResult> VerifyAsync(Data.Person? known, string password, CancellationToken stop)
    {
        using var turn = await _hashing.AcquireAsync(1, stop);
        return turn.IsAcquired ? hasher.VerifyHashedPassword(known!, known?.PasswordHash ?? _nobody.Value, password) : throw new RefusedException(Busy);
    }

    private async Task<Data.Person?> FindAsync(string normalizedEmail, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.NormalizedEmail == normalizedEmail, stop);
    }

    private async Task<(bool Done, SignInResponse? Answer)> RecordAsync(CommandScope<IdentityDb> scope, Attempt attempt)
    {
        var person = await scope.Db.People.SingleAsync(p => p.Id == attempt.PersonId, scope.Stop);
        if (person.PasswordHash != attempt.CheckedHash)
        {
            return (false, null); // Changed since it was checked: check the new one.
        }

        using var manager = managers.Over(scope.Db);
        if (!attempt.Right)
        {
            await scope.CountFailureAsync(manager, person, attempt.Tried, SignInOutcome.WrongPassword);
            return (true, null);
        }

        // Only decided here, where guesses queue up: many at once get no more tries than one after the other.
        if (await SessionOpening.WhyNotAsync(manager, person, scope.Now) is { } why)
        {
            scope.Note(person, attempt.Tried, why);
            return (true, null);
        }

        if (attempt.Rehashed is { } rehashed)
        {
            person.PasswordHash = rehashed;
        }

        if (!person.TwoFactorEnabled)
        {
            return (true, opening.Open(scope, person, attempt.Tried));
        }

        // The count of failures stands until the code is right too: a known password must not buy more guesses at codes.
        scope.Note(person, attempt.Tried, SignInOutcome.CodeAsked);
        return (true, new() { SecondFactor = challenges.Ask(person) });
    }

    [DebuggerDisplay("{PersonId}")]
    private sealed record Attempt(SignInTry Tried, Guid PersonId, string CheckedHash, bool Right, string? Rehashed);
}
