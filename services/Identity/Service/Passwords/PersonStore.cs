using CoretimeDesk.Identity.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>ASP.NET Core Identity's store over a command's context: whatever it changes is saved with the command's events.</summary>
internal sealed class PersonStore : UserOnlyStore<Person, IdentityDb, Guid>
{
    private readonly Seals _seals;
    private readonly TimeProvider _time;

    public PersonStore(IdentityDb db, Seals seals, TimeProvider time)
        : base(db)
    {
        AutoSaveChanges = false;
        (_seals, _time) = (seals, time);
    }

    /// <summary>The email is the name.</summary>
    public override Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    /// <summary>
    /// The person is tracked by the command's context, which saves what was changed. The framework attaches them anew, so that a second change in one command would take the first one for
    /// what the database holds.
    /// </summary>
    public override Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken = default)
    {
        user.ConcurrencyStamp = $"{Random.Shared.NextInt64():x}";
        return Task.FromResult(IdentityResult.Success);
    }

    /// <summary>Sealed, in the person's row; the framework keeps it as it is.</summary>
    public override Task SetAuthenticatorKeyAsync(Person user, string key, CancellationToken cancellationToken)
    {
        user.AuthenticatorKey = _seals.SealKey(key);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<string?> GetAuthenticatorKeyAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey is { } key ? _seals.OpenKey(key) : null);

    /// <summary>By their hashes; the framework keeps them as they are.</summary>
    public override Task ReplaceCodesAsync(Person user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        user.RecoveryCodes = [.. recoveryCodes.Select(Secrets.HashRecoveryCode)];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<bool> RedeemCodeAsync(Person user, string code, CancellationToken cancellationToken)
    {
        var hash = Secrets.HashRecoveryCode(code);
        var left = user.RecoveryCodes.Where(known => !known.AsSpan().SequenceEqual(hash)).ToArray();
        var isKnown = left.Length < user.RecoveryCodes.Length;
        user.RecoveryCodes = left;
        return Task.FromResult(isKnown);
    }

    /// <inheritdoc/>
    public override Task<int> CountCodesAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Length);

    /// <inheritdoc/>
    public override async Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await RowAsync(user.Id, passkey.CredentialId, cancellationToken) is { } known)
        {
            (known.SignCount, known.IsBackedUp, known.LastUsedAt) = (passkey.SignCount, passkey.IsBackedUp, _time.GetUtcNow());
            return;
        }

        var now = _time.GetUtcNow();
        Context.Passkeys.Add(new()
        {
            Id = Guid.CreateVersion7(now),
            PersonId = user.Id,
            CredentialId = passkey.CredentialId,
            PublicKey = passkey.PublicKey,
            Name = passkey.Name ?? "",
            CreatedAt = now,
            SignCount = passkey.SignCount,
            Transports = passkey.Transports ?? [],
            IsUserVerified = passkey.IsUserVerified,
            IsBackupEligible = passkey.IsBackupEligible,
            IsBackedUp = passkey.IsBackedUp,
            AttestationObject = passkey.AttestationObject,
            ClientDataJson = passkey.ClientDataJson,
        });
    }

    /// <inheritdoc/>
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await Context.Passkeys.AsNoTracking().Where(p => p.PersonId == user.Id).OrderBy(p => p.Id).ToListAsync(cancellationToken)).Select(p => p.ToInfo())];

    /// <inheritdoc/>
    public override async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Passkeys.Where(p => p.CredentialId == credentialId).Join(Context.People, p => p.PersonId, p => p.Id, (_, person) => person).SingleOrDefaultAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await RowAsync(user.Id, credentialId, cancellationToken))?.ToInfo();

    /// <inheritdoc/>
    public override async Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await RowAsync(user.Id, credentialId, cancellationToken) is { } known)
        {
            Context.Passkeys.Remove(known);
        }
    }

    private Task<Passkey?> RowAsync(Guid person, byte[] credentialId, CancellationToken stop) =>
        Context.Passkeys.SingleOrDefaultAsync(p => p.PersonId == person && p.CredentialId == credentialId, stop);
}
