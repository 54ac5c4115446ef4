using CoretimeDesk.Identity.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>ASP.NET Core Identity's rules for passwords, lockout and second factors, by the desk's clock.</summary>
internal sealed class PersonManager(
    PersonStore store, IOptions<IdentityOptions> options, IPasswordHasher<Person> hasher, IEnumerable<IUserValidator<Person>> userValidators,
    IEnumerable<IPasswordValidator<Person>> passwordValidators, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Person>> log, TimeProvider time)
    : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    /// <inheritdoc/>
    public override Task<bool> IsLockedOutAsync(Person user) => Task.FromResult(user.LockoutEnabled && user.LockoutEnd > time.GetUtcNow());

    /// <summary>Counts a wrong password. The fifth in a row locks out and starts the count anew.</summary>
    public override Task<IdentityResult> AccessFailedAsync(Person user)
    {
        if (++user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
        {
            user.LockoutEnd = time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
            user.AccessFailedCount = 0;
        }

        return UpdateUserAsync(user);
    }

    /// <inheritdoc/>
    protected override string CreateTwoFactorRecoveryCode() => Secrets.RecoveryCode();

    /// <summary>Gives a password without asking for the old one, and ends a lockout.</summary>
    public async Task<IdentityResult> ReplacePasswordAsync(Person user, string password)
    {
        user.AccessFailedCount = 0;
        user.LockoutEnd = null;
        var result = await UpdatePasswordHash(user, password, validatePassword: true);
        return result.Succeeded ? await UpdateUserAsync(user) : result;
    }
}

/// <summary>Makes managers over a command's context.</summary>
internal sealed class PersonManagers(IServiceProvider services, Seals seals, TimeProvider time)
{
    public PersonManager Over(IdentityDb db) => ActivatorUtilities.CreateInstance<PersonManager>(services, new PersonStore(db, seals, time));
}
