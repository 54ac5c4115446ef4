using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// What each transaction extension carries and signs along. Those of the SDK that have content are known by name; others are fine as long as
/// they have none.
/// </summary>
internal static class ExtensionValues
{
    public static void Write(Runtime runtime, ExtensionMetadata extension, SigningContext context, ScaleWriter carried, ScaleWriter signedAlong)
    {
        if (context.Extensions.TryGetValue(extension.Name, out var given))
        {
            Put(runtime, extension, extension.Type, given.Carried, carried);
            Put(runtime, extension, extension.Implicit, given.Implicit, signedAlong);
            return;
        }

        switch (extension.Name)
        {
            case "CheckMortality" or "CheckEra":
                context.Era.Write(carried);
                signedAlong.WriteBytes(EraHash(context).ToArray());
                return;
            case "CheckNonce":
                Put(runtime, extension, extension.Type, Json($"{context.Nonce}"), carried);
                break;
            case "ChargeTransactionPayment":
                Put(runtime, extension, extension.Type, Json($"{context.Tip}"), carried);
                break;
            case "ChargeAssetTxPayment":
                Put(runtime, extension, extension.Type, CallArguments.ToJson([("tip", context.Tip), ("asset_id", null)]), carried);
                break;
            case "CheckMetadataHash":
                Put(runtime, extension, extension.Type, CallArguments.ToJson([("mode", "Disabled")]), carried);
                break;
            default:
                PutNothing(runtime, extension, extension.Type, carried);
                break;
        }

        switch (extension.Name)
        {
            case "CheckSpecVersion":
                Put(runtime, extension, extension.Implicit, Json($"{context.SpecVersion}"), signedAlong);
                break;
            case "CheckTxVersion":
                Put(runtime, extension, extension.Implicit, Json($"{context.TransactionVersion}"), signedAlong);
                break;
            case "CheckGenesis":
                signedAlong.WriteBytes(context.GenesisHash.ToArray());
                break;
            default:
                PutNothing(runtime, extension, extension.Implicit, signedAlong);
                break;
        }
    }

    public static H256 EraHash(SigningContext context) => context.Era.IsImmortal
        ? context.GenesisHash
        : context.EraBlockHash ?? throw new ScaleEncodeException("a mortal era needs the hash of the block at which it begins (EraBlockHash)");

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text);

    private static void Put(Runtime runtime, ExtensionMetadata extension, int type, JsonElement value, ScaleWriter writer)
    {
        try
        {
            JsonSource.Encode(() => runtime.Plans.Of(type).Encode(value, writer));
        }
        catch (ScaleEncodeException e) when (e.Within(extension.Name))
        {
            throw;
        }
    }

    private static void PutNothing(Runtime runtime, ExtensionMetadata extension, int type, ScaleWriter writer)
    {
        var plan = runtime.Plans.Of(type);
        if (plan is OptionPlan)
        {
            writer.WriteByte(0);
        }
        else if (plan.FixedSize != 0)
        {
            throw new ScaleEncodeException($"the transaction extension '{extension.Name}' has a {plan.Name} for which no value is known: give it in {nameof(SigningContext.Extensions)}");
        }
    }
}
