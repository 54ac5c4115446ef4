using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Web.Forms;

/// <summary>Says at which field what is wrong, in a customer's words. What the desk says to its own people is not for customers.</summary>
internal static class AcceptErrors
{
    /// <summary>The field that stands for all of a form.</summary>
    public const string All = "";

    private static readonly string[] Fields = ["signer", "signature", "name", "title"];

    /// <summary>Sentences by field; null when it is no matter of the form (the link, the quote, the desk itself).</summary>
    public static IReadOnlyDictionary<string, string>? Of(RpcException failure)
    {
        var refusal = Refusals.RefusalOf(failure);
        return refusal?.Reason switch
        {
            "INVALID_FIELDS" => refusal.Fields.Select(f => Fields.Contains(f.Field) ? (f.Field, Text: $"This {f.Description}") : (Field: All, Text: "The quote behind this page has changed: read it again, and then accept."))
                .GroupBy(f => f.Field).ToDictionary(g => g.Key, g => string.Join(" ", g.Select(f => f.Text)), StringComparer.Ordinal),
            "KEY_NOT_VERIFIED" => One("signer", "This account is not one that was verified as yours. Sign with one of those above, or ask your contact to verify this one first."),
            "SIGNATURE_WRONG" => One("signature", "This signature was not made by that account over exactly the text above. Sign the text as a message, unchanged, and copy the whole signature."),
            "TYPED_NAME_NOT_OFFERED" => One(All, "A typed name is not taken for this quote: sign with a verified account, or simply buy."),
            "REQUEST_ID_REUSED" => One(All, "This form was sent before with something else in it. Nothing was done twice. Check it, and send it again."),
            "CONTENDED" or "RATE_LIMITED" => One(All, "The desk was too busy, and nothing was done. Please send it again."),
            _ => null,
        };
    }

    /// <summary>Something is wrong with one field.</summary>
    public static IReadOnlyDictionary<string, string> One(string field, string text) => new Dictionary<string, string> { [field] = text };
}
