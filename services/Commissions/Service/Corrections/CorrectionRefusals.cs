using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Statements;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Why a transfer is no rebate of a payment, and other ways to say no.</summary>
internal static class CorrectionRefusals
{
    /// <summary>The first reason why it is none; null when it is one.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="transfer">The transfer.</param>
    /// <param name="accounts">Whose accounts are whose.</param>
    /// <param name="given">What was given back of the payment already.</param>
    public static Refusal? Why(JudgedPayment payment, BalanceTransferred transfer, CustomerAccounts accounts, BigInteger given)
    {
        var (paid, token) = (payment.Fact, payment.Judged.Token);
        var left = (BigInteger)paid.Amount.Value - given;
        return transfer.Origin.Token?.Symbol != token || Customers.NetworkOf(transfer.Origin.Chain) != Customers.NetworkOf(payment.Judged.Chain)
                ? No("OTHER_TOKEN", $"The transfer was on {transfer.Origin.Chain}, and payment {paid.Id} in {token} on {payment.Judged.Chain}: a rebate is in what was paid with.")
            : !IsCustomers(transfer.To) ? No("NOT_TO_CUSTOMER", $"The transfer went to {transfer.To}, which is neither the payer of {paid.Id} nor a verified account of its customer. Is it theirs, it has to be noted with the customer first.")
            : IsCustomers(transfer.From) ? No("FROM_CUSTOMER", $"The transfer came from {transfer.From}, which is the customer's own: nothing was given back.")
            : Told.Observations.Millis(transfer.Origin.OccurredAt.ToDateTimeOffset()) < paid.At ? No("BEFORE_PAYMENT", $"The transfer is older than the payment of {paid.At:yyyy-MM-dd HH:mm} UTC: it gives none of it back.")
            : StatementMaker.Number(transfer.Amount) > left
                ? No("MORE_THAN_PAID", $"The transfer is {StatementMaker.Money(StatementMaker.Number(transfer.Amount), token)}; of {StatementMaker.Money(paid.Amount.Value, token)} that were paid, {StatementMaker.Money(left, token)} are not given back yet.")
            : null;

        bool IsCustomers(string account) => account == paid.Account || accounts.IsOf(account, payment.Customer);
    }

    public static Refusal NoSuchPayment(string id) => new(RefusalKind.NotFound, "NO_SUCH_PAYMENT", $"No payment {id} is known. A payment is known once it is a customer's: './desk commission statements payment {id}' says what became of it.");

    public static Refusal NoSuchTransfer(string id) => new(RefusalKind.NotFound, "NO_SUCH_TRANSFER", $"No transfer {id} was seen. Only those of watched accounts are: './desk chain watch add' lets the watcher follow the payer, and a backfill tells of what was before.");

    public static Refusal RebatedAlready(string transfer, SaidCorrection first) =>
        new(RefusalKind.AlreadyExists, "REBATED_ALREADY", $"Transfer {transfer} is a rebate of payment {first.PaymentId} already, since {first.At:yyyy-MM-dd HH:mm} UTC.");

    private static Refusal No(string reason, string message) => new(RefusalKind.Precondition, reason, message);
}
