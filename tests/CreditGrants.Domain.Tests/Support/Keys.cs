using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>Accounts by short names.</summary>
internal static class Keys
{
    public static AccountId32 Of(string name)
    {
        Span<byte> bytes = stackalloc byte[AccountId32.Size];
        bytes.Fill(1);
        System.Text.Encoding.UTF8.GetBytes(name, bytes);
        return AccountId32.FromBytes(bytes);
    }
}
