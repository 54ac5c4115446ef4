using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>A remark with the desk's tag.</summary>
    /// <param name="Origin">Where, when and by whom. A purchase beside it shares its extrinsic: see <see cref="FactOrigin.SharesExtrinsicWith"/>.</param>
    /// <param name="Sender">As whom it ran.</param>
    /// <param name="Remark">The remark, from the call; the event holds its hash only, which it was found by.</param>
    public sealed record Remarked(FactOrigin Origin, AccountId32 Sender, DeskRemark Remark) : ChainFact(Origin);

    /// <summary>Money was moved from or to an account that the desk watches.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="From">Whose it was.</param>
    /// <param name="To">Whose it is.</param>
    /// <param name="Amount">How much.</param>
    public sealed record BalanceTransferred(FactOrigin Origin, AccountId32 From, AccountId32 To, TokenAmount Amount) : ChainFact(Origin);

    /// <summary>What an account holds after a block that changed it, and once when it begins to be followed. It comes after all other facts of its block.</summary>
    /// <param name="Origin">Where and when. Only the block's storage tells it: there is neither event nor extrinsic.</param>
    /// <param name="Account">Whose it is.</param>
    /// <param name="Free">What can be spent, as far as it is not frozen.</param>
    /// <param name="Reserved">What pallets hold.</param>
    /// <param name="Frozen">What is locked of it.</param>
    /// <param name="FreeBefore">Free before the block; null when the account is seen for the first time, since what happened before is unknown.</param>
    public sealed record BalanceSeen(FactOrigin Origin, AccountId32 Account, TokenAmount Free, TokenAmount Reserved, TokenAmount Frozen, TokenAmount? FreeBefore) : ChainFact(Origin)
    {
        /// <summary>Decided by block and account: no event has this fact.</summary>
        public override Guid Id => FactId.Of(Origin.Chain.Genesis, Origin.Block.Hash, Account);
    }

    /// <summary>A call in an extrinsic with the desk's tag failed: the extrinsic as a whole, or a call within one that succeeded.</summary>
    /// <param name="Origin">Where, when and by whom; its real origin is that of the call that failed.</param>
    /// <param name="Scope">What reported the failure.</param>
    /// <param name="Error">Why.</param>
    /// <param name="Remarks">The desk's remarks in the extrinsic's calls, whether they ran or not.</param>
    public sealed record CallFailed(FactOrigin Origin, FailureScope Scope, FailureReason Error, Listed<DeskRemark> Remarks) : ChainFact(Origin);
}

/// <summary>A remark with the desk's tag.</summary>
/// <param name="Bytes">All of it, as <c>0x</c> hex.</param>
/// <param name="Payload">What follows the tag, as <c>0x</c> hex.</param>
public sealed record DeskRemark(string Bytes, string Payload);

/// <summary>Why a call failed.</summary>
/// <param name="Name">The error: <c>Broker.Overpriced</c>, <c>Token: FundsUnavailable</c>, <c>BadOrigin</c>.</param>
/// <param name="Docs">What the pallet's authors say of it; empty for errors of no pallet.</param>
public sealed record FailureReason(string Name, string Docs);

/// <summary>What reported a failure.</summary>
public enum FailureScope
{
    /// <summary>The extrinsic: nothing of it was done.</summary>
    Extrinsic = 1,

    /// <summary>A batch that stopped there; what came before is done.</summary>
    BatchInterrupted = 2,

    /// <summary>One call of a batch that goes on.</summary>
    BatchItem = 3,

    /// <summary>The call of a proxy.</summary>
    Proxy = 4,

    /// <summary>The call of a multisig.</summary>
    Multisig = 5,

    /// <summary>The call of sudo.</summary>
    Sudo = 6,

    /// <summary>A call that root made as somebody else.</summary>
    DispatchedAs = 7,

    /// <summary>The first choice of two; the other one was done.</summary>
    IfElseMain = 8,

    /// <summary>A whitelisted call.</summary>
    Whitelisted = 9,
}
