using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>When the payer pays for a programme.</summary>
public enum ProgrammeMode
{
    /// <summary>Afterwards, for what was shown to have been done.</summary>
    Retro,

    /// <summary>Beforehand, for a time.</summary>
    Retainer,

    /// <summary>Part beforehand, part afterwards.</summary>
    Mixed,
}

/// <summary>A programme: whose money it gives, from which account, by which terms.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Payer">Who pays into the pool: "Polkadot treasury".</param>
/// <param name="Pool">The sponsor account on the chains. The desk holds no key of it.</param>
/// <param name="Mode">When the payer pays.</param>
/// <param name="Referendum">Where the decision to pay is written down; null when there was none.</param>
/// <param name="Token">What amounts are of.</param>
/// <param name="Terms">The terms.</param>
public sealed record Programme(string Name, string Payer, AccountId32 Pool, ProgrammeMode Mode, Uri? Referendum, Token Token, ProgrammeTerms Terms)
{
    /// <summary>Reads a programme as a person enters it, or says what is wrong, field by field.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="payer">Who pays.</param>
    /// <param name="pool">An address of the network, or 0x hex.</param>
    /// <param name="ss58Prefix">The network's prefix. An address of another network is a mistake, even though the key behind it is the same.</param>
    /// <param name="mode">"retro", "retainer" or "mixed".</param>
    /// <param name="referendum">An https link, or empty.</param>
    /// <param name="token">What amounts are of.</param>
    /// <param name="terms">The terms.</param>
    public static (Programme? Programme, Refusal? Refusal) Create(string name, string payer, string pool, ushort ss58Prefix, string mode, string referendum, Token token, ProgrammeTerms terms)
    {
        List<FieldViolation> faults = [];
        Require(name, "name", "what the programme is called");
        Require(payer, "payer", "who pays into the pool");
        if (!AccountId32.TryFromText(pool, ss58Prefix, out var account, out var problem))
        {
            faults.Add(new("pool", problem));
        }

        // Names only: the framework's own reading would take "2", and "retro, mixed".
        var known = Enum.GetValues<ProgrammeMode>().Where(m => m.ToString().Equals(mode, StringComparison.OrdinalIgnoreCase)).ToList();
        if (known.Count == 0)
        {
            faults.Add(new("mode", $"'{mode}' is no mode; write retro, retainer or mixed."));
        }

        Uri? link = null;
        if (referendum.Length > 0 && (!Uri.TryCreate(referendum, UriKind.Absolute, out link) || link.Scheme != Uri.UriSchemeHttps))
        {
            faults.Add(new("referendum", "must be an https link, as in https://polkadot.subsquare.io/referenda/1788, or empty."));
        }

        return faults.Count > 0 ? (null, Refusal.InvalidFields(faults)) : (new(name, payer, account, known[0], link, token, terms), null);

        void Require(string text, string field, string what)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                faults.Add(new(field, $"is empty; say {what}."));
            }
        }
    }
}
