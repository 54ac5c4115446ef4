using System.Security.Cryptography;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Substrate;
using CoretimeDesk.Testing;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Accounts;

/// <summary>What tests of accounts, contacts, merging and targets say and do.</summary>
internal static class AccountWorld
{
    /// <summary>Leads a team, so may merge.</summary>
    public static Actor Tina { get; } = Staff.Person("Tina Lead", Role.TeamLead);

    public static ContactsService.ContactsServiceClient Contacts(this LeadsWorld world, int replica = 0) => new(world.Replica(replica).Channel);

    public static MergingService.MergingServiceClient Merging(this LeadsWorld world, int replica = 0) => new(world.Replica(replica).Channel);

    public static TargetsService.TargetsServiceClient Targets(this LeadsWorld world, int replica = 0) => new(world.Replica(replica).Channel);

    public static Metadata AsTina(this LeadsWorld world) => world.Staff.As(Tina);

    public static Metadata AsRita(this LeadsWorld world) => world.Staff.As(world.Rita);

    /// <summary>A word that no other test says.</summary>
    public static string Unique() => string.Concat(RandomNumberGenerator.GetBytes(12).Select(b => (char)('a' + (b % 26))));

    public static AccountKey Domain(string? domain = null) => new() { Kind = AccountKeyKind.Domain, Value = domain ?? $"{Unique()}.xyz" };

    public static AccountKey Para(string network = "polkadot", uint? id = null) => new() { Kind = AccountKeyKind.ParaId, Network = network, Value = $"{id ?? (uint)RandomNumberGenerator.GetInt32(2000, int.MaxValue)}" };

    public static AccountKey Genesis() => new() { Kind = AccountKeyKind.GenesisHash, Value = $"0x{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}" };

    public static AccountKey Repository() => new() { Kind = AccountKeyKind.Repository, Value = $"github.com/{Unique()}/rollup" };

    public static string Address() => AccountId32.FromBytes(RandomNumberGenerator.GetBytes(32)).ToSs58(0);

    /// <summary>An account whose name nobody else has, with these keys.</summary>
    public static async Task<Account> WithAsync(this LeadsWorld world, params AccountKey[] keys) =>
        (await world.Leads().CreateAccountAsync(Request(Unique(), keys), world.AsRita())).Account;

    public static CreateAccountRequest Request(string name, params AccountKey[] keys) =>
        new() { RequestId = LeadsWorld.NewId(), Name = name, Segment = V1.Segment.Builder, AnnualCorePeriods = 13, Keys = { keys } };

    public static async Task<Account> GetAsync(this LeadsWorld world, string account) =>
        (await world.Leads(1).GetAccountAsync(Guid.TryParse(account, out _) ? new() { AccountId = account } : new() { Number = account }, world.AsRita())).Account;

    public static async Task<string> ContactAsync(this LeadsWorld world, Account account, string name = "Ada", params string[] addresses) => (await world.Contacts().AddContactAsync(
        new()
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Details = new() { Name = name, Emails = { addresses.Where(a => a.Contains('@')) }, Handles = { addresses.Where(a => !a.Contains('@')) } },
        },
        world.AsRita())).ContactId;

    public static async Task<Contact> ContactOfAsync(this LeadsWorld world, string id) => (await world.Contacts(1).GetContactAsync(new() { ContactId = id }, world.AsRita())).Contact;

    public static async Task<PreviewMergeResponse> PreviewAsync(this LeadsWorld world, Account survivor, Account absorbed) =>
        await world.Merging().PreviewMergeAsync(new() { SurvivorId = survivor.AccountId, AbsorbedId = absorbed.AccountId }, world.AsRita());

    public static async Task<MergeResponse> MergeAsync(this LeadsWorld world, Account survivor, Account absorbed, params FieldChoice[] choices) => await world.Merging().MergeAsync(
        new()
        {
            RequestId = LeadsWorld.NewId(),
            SurvivorId = survivor.AccountId,
            AbsorbedId = absorbed.AccountId,
            Preview = (await world.PreviewAsync(survivor, absorbed)).Preview,
            Choices = { choices },
        },
        world.AsTina());

    public static async Task<UndoMergeResponse> UndoAsync(this LeadsWorld world, MergeRecord merge, int replica = 0) =>
        await world.Merging(replica).UndoMergeAsync(new() { RequestId = LeadsWorld.NewId(), MergeId = merge.MergeId }, world.AsTina());

    public static async Task<List<V1.Lead>> LeadsOfAsync(this LeadsWorld world, string account) =>
        [.. (await world.Leads().ListLeadsAsync(new() { AccountId = account, PageSize = 200 }, world.AsRita())).Leads];

    public static async Task<List<Contact>> ContactsOfAsync(this LeadsWorld world, string account) =>
        [.. (await world.Contacts().ListContactsAsync(new() { AccountId = account, PageSize = 200 }, world.AsRita())).Contacts];

    /// <summary>The account's line in the list of decision flags, with the token of its page: other tests flag thousands of accounts at the same time.</summary>
    public static async Task<(string Page, DecisionFlag Flag)> FlagOfAsync(this LeadsWorld world, Account account)
    {
        var page = "";
        while (true)
        {
            var answer = await new DecisionMapsService.DecisionMapsServiceClient(world.Replica(1).Channel).ListDecisionFlagsAsync(new() { PageSize = 200, PageToken = page }, world.AsRita());
            if (answer.Flags.FirstOrDefault(f => f.AccountId == account.AccountId) is { } flag)
            {
                return (page, flag);
            }

            Assert.NotEmpty(answer.NextPageToken);
            page = answer.NextPageToken;
        }
    }

    /// <summary>The types of an aggregate's events, oldest first.</summary>
    public static async Task<string[]> EventsOfAsync(this LeadsWorld world, string aggregate) => await world.ScalarAsync<string[]>(
        $"select coalesce(array_agg(split_part(type, '.', 3) order by version), '{{}}') from leads.journal where aggregate_id = '{aggregate}'");
}

/// <summary>A key that signs as wallets do: ECDSA, which .NET can make by itself. What it signs with is checked by other code.</summary>
internal sealed class WalletKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

    public string Substrate => AccountId32.FromBytes(Blake2b.Hash256(Compressed()).AsSpan()).ToSs58(0);

    public string Ethereum
    {
        get
        {
            Span<byte> digest = stackalloc byte[32];
            Keccak.Hash256(Uncompressed(), digest);
            return $"0x{Convert.ToHexStringLower(digest[12..])}";
        }
    }

    public string SignAsSubstrate(string text) => Sign(Blake2b.Hash256(System.Text.Encoding.UTF8.GetBytes($"<Bytes>{text}</Bytes>")).ToArray());

    public string SignAsEthereum(string text)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(text);
        Span<byte> digest = stackalloc byte[32];
        Keccak.Hash256([0x19, .. System.Text.Encoding.UTF8.GetBytes($"Ethereum Signed Message:\n{body.Length}"), .. body], digest);
        return Sign(digest.ToArray());
    }

    public void Dispose() => _key.Dispose();

    private string Sign(byte[] digest)
    {
        var plain = _key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Span<byte> recovered = stackalloc byte[Secp256k1.KeyBytes];
        for (byte which = 0; which < 4; which++)
        {
            byte[] signature = [.. plain, which];
            if (Secp256k1.TryRecover(digest, signature, recovered) && recovered.SequenceEqual(Uncompressed()))
            {
                return $"0x{Convert.ToHexStringLower(signature)}";
            }
        }

        throw new InvalidOperationException("None of the four keys is the one that signed.");
    }

    private byte[] Uncompressed()
    {
        var point = _key.ExportParameters(false).Q;
        return [.. point.X!, .. point.Y!];
    }

    private byte[] Compressed()
    {
        var point = _key.ExportParameters(false).Q;
        return [(byte)(2 + (point.Y![^1] & 1)), .. point.X!];
    }
}
