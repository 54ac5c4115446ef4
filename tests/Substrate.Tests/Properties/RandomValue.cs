using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>
/// A random value of a type, as the bytes and as the JSON that it must have. It walks the type definitions and shares nothing with the library's
/// plans. The same seed gives the same value.
/// </summary>
internal sealed class RandomValue : IDisposable
{
    private const int DepthMax = 7; // Then the shortest of everything.
    private const int BytesMax = 6_000; // The same.

    private readonly TypeRegistry _types;
    private readonly TypeFacts _facts;
    private readonly Random _random;
    private readonly ushort _prefix;
    private readonly PlainScale _scale = new();
    private readonly MemoryStream _text = new();
    private readonly Utf8JsonWriter _json;

    private RandomValue(RuntimeMetadata metadata, TypeFacts facts, int seed, ushort prefix)
    {
        (_types, _facts, _random, _prefix) = (metadata.Types, facts, new(seed), prefix);
        _json = new(_text, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 });
    }

    public static (byte[] Bytes, string Json) Of(RuntimeMetadata metadata, TypeFacts facts, int type, int seed, ushort prefix, VariantDefinition? variant = null)
    {
        using var value = new RandomValue(metadata, facts, seed, prefix);
        value.Write(type, 0, variant);
        value._json.Flush();
        return (value._scale.ToArray(), Encoding.UTF8.GetString(value._text.ToArray()));
    }

    public void Dispose()
    {
        _json.Dispose();
        _text.Dispose();
    }

    private void Write(int id, int depth, VariantDefinition? chosen = null)
    {
        var type = _types[id];
        switch (type.Definition)
        {
            case TypeDefinition.Primitive p:
                WritePrimitive(p.Kind);
                break;
            case TypeDefinition.Compact c:
                WriteCompact(_facts.CompactOf(c.Inner));
                break;
            case TypeDefinition.BitSequence b:
                WriteBits(b);
                break;
            case TypeDefinition.Sequence s when _facts.IsByte(s.Item):
                WriteByteVector();
                break;
            case TypeDefinition.Array a when _facts.IsByte(a.Item):
                WriteBytes(_random.Bytes((int)a.Length));
                break;
            case TypeDefinition.Sequence s:
                var count = IsShort(depth) || !_facts.HasValues(s.Item) ? 0 : _random.Next(4);
                _scale.Compact(count);
                WriteItems(Enumerable.Repeat(s.Item, count), depth);
                break;
            case TypeDefinition.Array a:
                WriteItems(Enumerable.Repeat(a.Item, (int)a.Length), depth);
                break;
            case TypeDefinition.Tuple { Members.Count: > 0 } t:
                WriteItems(t.Members, depth);
                break;
            case TypeDefinition.Composite when _facts.IsAccount(type):
                WriteAccount();
                break;
            case TypeDefinition.Composite { Fields: [{ Name: null } only] }:
                Write(only.Type, depth + 1);
                break;
            case TypeDefinition.Composite { Fields.Count: > 0 } c:
                WriteFields(c.Fields, depth);
                break;
            case TypeDefinition.Variant v when _facts.IsCall(type):
                WriteCall(chosen ?? Choose(v, depth), depth);
                break;
            case TypeDefinition.Variant v when TypeFacts.IsOption(type):
                WriteOption(chosen ?? Choose(v, depth), depth);
                break;
            case TypeDefinition.Variant v:
                WriteVariant(chosen ?? Choose(v, depth), depth);
                break;
            default:
                _json.WriteNullValue();
                break;
        }
    }

    private bool IsShort(int depth) => depth >= DepthMax || _scale.Length > BytesMax;

    private VariantDefinition Choose(TypeDefinition.Variant definition, int depth)
    {
        if (IsShort(depth))
        {
            return _facts.Shallowest(definition);
        }

        var possible = definition.Variants.Where(_facts.HasValues).ToList();
        return possible[_random.Next(possible.Count)];
    }

    private void WriteCall(VariantDefinition pallet, int depth)
    {
        var call = Choose((TypeDefinition.Variant)_types[pallet.Fields[0].Type].Definition, depth);
        _scale.Bytes(pallet.Index, call.Index);
        _json.WriteStartObject();
        _json.WriteString("pallet", pallet.Name);
        _json.WriteNumber("palletIndex", pallet.Index);
        _json.WriteString("call", call.Name);
        _json.WriteNumber("callIndex", call.Index);
        _json.WritePropertyName("args");
        if (call.Fields.Count == 0)
        {
            _json.WriteStartObject();
            _json.WriteEndObject();
        }
        else
        {
            WriteFields(call.Fields, depth);
        }

        _json.WriteEndObject();
    }

    private void WriteOption(VariantDefinition variant, int depth)
    {
        _scale.Bytes(variant.Index);
        if (variant.Fields.Count == 0)
        {
            _json.WriteNullValue();
            return;
        }

        var isExplicit = _facts.CanBeNull(variant.Fields[0].Type);
        if (isExplicit)
        {
            _json.WriteStartObject();
            _json.WritePropertyName("Some");
        }

        Write(variant.Fields[0].Type, depth + 1);
        if (isExplicit)
        {
            _json.WriteEndObject();
        }
    }

    private void WriteVariant(VariantDefinition variant, int depth)
    {
        _scale.Bytes(variant.Index);
        if (variant.Fields.Count == 0)
        {
            _json.WriteStringValue(variant.Name);
            return;
        }

        _json.WriteStartObject();
        _json.WritePropertyName(variant.Name);
        WriteFields(variant.Fields, depth);
        _json.WriteEndObject();
    }

    private void WriteFields(IReadOnlyList<FieldDefinition> fields, int depth)
    {
        if (fields is [{ Name: null } only])
        {
            Write(only.Type, depth + 1);
        }
        else if (fields[0].Name is null)
        {
            WriteItems(fields.Select(f => f.Type), depth);
        }
        else
        {
            _json.WriteStartObject();
            foreach (var field in fields)
            {
                _json.WritePropertyName(field.Name!);
                Write(field.Type, depth + 1);
            }

            _json.WriteEndObject();
        }
    }

    private void WriteItems(IEnumerable<int> types, int depth)
    {
        _json.WriteStartArray();
        foreach (var type in types)
        {
            Write(type, depth + 1);
        }

        _json.WriteEndArray();
    }

    private void WritePrimitive(Primitive kind)
    {
        switch (kind)
        {
            case Primitive.Bool:
                var flag = _random.Next(2);
                _scale.Bytes((byte)flag);
                _json.WriteBooleanValue(flag == 1);
                break;
            case Primitive.Str:
                var text = _random.Text();
                var utf8 = Encoding.UTF8.GetBytes(text);
                _scale.Compact(utf8.Length);
                _scale.Bytes(utf8);
                _json.WriteStringValue(text);
                break;
            case Primitive.Char:
                var rune = new Rune(0x1f600 + _random.Next(64));
                _scale.Integer(rune.Value, 4);
                _json.WriteStringValue(rune.ToString());
                break;
            default:
                var width = RandomScalars.Width(kind);
                var number = _random.Integer(8 * width, kind >= Primitive.I8);
                _scale.Integer(number, width);
                WriteNumber(number, width);
                break;
        }
    }

    private void WriteCompact(Primitive? kind)
    {
        if (kind is not { } known)
        {
            _json.WriteNullValue();
            return;
        }

        var number = _random.Integer(8 * RandomScalars.Width(known), isSigned: false);
        _scale.Compact(number);
        WriteNumber(number, RandomScalars.Width(known));
    }

    private void WriteNumber(BigInteger number, int width)
    {
        if (width <= 4)
        {
            _json.WriteNumberValue((long)number);
        }
        else
        {
            _json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void WriteBits(TypeDefinition.BitSequence definition)
    {
        var unit = 8 * RandomScalars.Width(((TypeDefinition.Primitive)_types[definition.Store].Definition).Kind);
        var (start, bits) = (_scale.Length, _random.Next(200));
        _scale.Compact(bits);
        _scale.Bytes(_random.Bytes((bits + unit - 1) / unit * (unit / 8)));
        _json.WriteStringValue("0x" + Convert.ToHexStringLower(_scale.Since(start)));
    }

    private void WriteByteVector()
    {
        var bytes = _random.Bytes(_random.Next(4) switch { 0 => 0, 1 => _random.Next(62, 67), _ => _random.Next(20) });
        _scale.Compact(bytes.Length);
        WriteBytes(bytes);
    }

    private void WriteBytes(byte[] bytes)
    {
        _scale.Bytes(bytes);
        _json.WriteStringValue("0x" + Convert.ToHexStringLower(bytes));
    }

    private void WriteAccount()
    {
        var bytes = _random.Bytes(32);
        _scale.Bytes(bytes);
        _json.WriteStartObject();
        _json.WriteString("ss58", AccountId32.FromBytes(bytes).ToSs58(_prefix));
        _json.WriteString("hex", "0x" + Convert.ToHexStringLower(bytes));
        _json.WriteEndObject();
    }
}
