using System.Text;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>The chains of the recorded blocks, and people on them.</summary>
internal static class Profiles
{
    public static readonly AccountId32 Alice = AccountId32.FromText("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    public static readonly AccountId32 Bob = AccountId32.FromText("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");
    public static readonly AccountId32 Charlie = AccountId32.FromText("5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y");
    public static readonly AccountId32 Dave = AccountId32.FromText("5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy");
    public static readonly AccountId32 Desk = AccountId32.FromBytes("coretime-sales-desk-lab-account!"u8);

    /// <summary>As the recorded remarks begin; and the desk's own account is watched.</summary>
    public static WatchList Watch { get; } = new("desk:"u8, [Desk]);

    /// <summary>Genesis hashes are not in the recordings: the hash of the chain's name stands for one, here and in node/oracle.mjs.</summary>
    public static ChainProfile Of(string chain, ChainKind kind) => new(new(chain, Blake2b.Hash256(Encoding.UTF8.GetBytes(chain)), kind, TokenOf(chain)));

    private static Token TokenOf(string chain) => chain.Split('-')[0] switch
    {
        "polkadot" => Token.Dot,
        "kusama" => Token.Ksm,
        _ => Token.Pas,
    };
}
