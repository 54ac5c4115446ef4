using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.CreditGrants.Parties;

/// <summary>Keeps what cluster tests must know of customers and of the desk's own people, as Leads and Identity tell it. Events come in any order; the last of each thing counts.</summary>
internal sealed class PartyHandlers :
    IEventHandler<CreditGrantsDb, ChainAccountNoted>,
    IEventHandler<CreditGrantsDb, ChainAccountRemoved>,
    IEventHandler<CreditGrantsDb, AccountKeyAdded>,
    IEventHandler<CreditGrantsDb, AccountKeyRemoved>,
    IEventHandler<CreditGrantsDb, AccountsMerged>,
    IEventHandler<CreditGrantsDb, MergeUndone>,
    IEventHandler<CreditGrantsDb, PersonCreated>,
    IEventHandler<CreditGrantsDb, PersonAccountAdded>,
    IEventHandler<CreditGrantsDb, PersonAccountRemoved>
{
    public Task HandleAsync(ChainAccountNoted message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeyAsync(
        scope, message.AccountId, CustomerKeyKind.Account, message.ChainAccount.Network, message.ChainAccount.PublicKey, message.ChainAccount.How is not HowVerified.Unverified and not HowVerified.Unspecified, false, envelope.Sequence);

    public Task HandleAsync(ChainAccountRemoved message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) =>
        KeyAsync(scope, message.AccountId, CustomerKeyKind.Account, message.Network, message.PublicKey, null, true, envelope.Sequence);

    public Task HandleAsync(AccountKeyAdded message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeyAsync(scope, message.AccountId, message.Key, isGone: false, envelope.Sequence);

    public Task HandleAsync(AccountKeyRemoved message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeyAsync(scope, message.AccountId, message.Key, isGone: true, envelope.Sequence);

    public async Task HandleAsync(AccountsMerged message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        var row = await MergeAsync(scope, message.MergeId);
        (row.SurvivorId, row.AbsorbedId) = (Guid.Parse(message.AccountId), Guid.Parse(message.AbsorbedAccountId));
    }

    public async Task HandleAsync(MergeUndone message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => (await MergeAsync(scope, message.MergeId)).IsUndone = true;

    public async Task HandleAsync(PersonCreated message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        var id = Guid.Parse(message.PersonId);
        if (await scope.Db.Staff.FindAsync([id], scope.Stop) is not { } row)
        {
            scope.Db.Staff.Add(new() { Id = id, Name = message.DisplayName });
        }
        else
        {
            row.Name = message.DisplayName;
        }
    }

    public Task HandleAsync(PersonAccountAdded message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => StaffAsync(scope, message.PersonId, message.Account, isGone: false, envelope.Sequence);

    public Task HandleAsync(PersonAccountRemoved message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => StaffAsync(scope, message.PersonId, message.Account, isGone: true, envelope.Sequence);

    private static Task KeyAsync(CommandScope<CreditGrantsDb> scope, string account, AccountKey key, bool isGone, long sequence) => key.Kind switch
    {
        AccountKeyKind.ParaId => KeyAsync(scope, account, CustomerKeyKind.Para, key.Network, key.Value, true, isGone, sequence),
        AccountKeyKind.Domain => KeyAsync(scope, account, CustomerKeyKind.Domain, "", key.Value, true, isGone, sequence),
        _ => Task.CompletedTask,
    };

    private static async Task KeyAsync(CommandScope<CreditGrantsDb> scope, string account, CustomerKeyKind kind, string network, string value, bool? isBelieved, bool isGone, long sequence)
    {
        var id = Guid.Parse(account);
        if (await scope.Db.CustomerKeys.FindAsync([id, kind, network, value], scope.Stop) is not { } row)
        {
            row = new() { AccountId = id, Kind = kind, Network = network, Value = value };
            scope.Db.CustomerKeys.Add(row);
        }
        else if (row.Sequence >= sequence)
        {
            return;
        }

        (row.IsBelieved, row.IsGone, row.Sequence) = (isBelieved ?? row.IsBelieved, isGone, sequence);
    }

    private static async Task<MergedAccountRow> MergeAsync(CommandScope<CreditGrantsDb> scope, string merge)
    {
        var id = Guid.Parse(merge);
        if (await scope.Db.MergedAccounts.FindAsync([id], scope.Stop) is { } known)
        {
            return known;
        }

        var row = new MergedAccountRow { MergeId = id };
        scope.Db.MergedAccounts.Add(row);
        return row;
    }

    private static async Task StaffAsync(CommandScope<CreditGrantsDb> scope, string person, string account, bool isGone, long sequence)
    {
        var id = Guid.Parse(person);
        if (await scope.Db.StaffAccounts.FindAsync([id, account], scope.Stop) is not { } row)
        {
            row = new() { PersonId = id, Account = account };
            scope.Db.StaffAccounts.Add(row);
        }
        else if (row.Sequence >= sequence)
        {
            return;
        }

        (row.IsGone, row.Sequence) = (isGone, sequence);
    }
}
