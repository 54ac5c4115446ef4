using System.Linq.Expressions;
using System.Reflection;
using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>
/// Makes a reader for a .NET record from a runtime's declaration: the record's constructor says which fields it wants (<c>RegionId</c> is
/// <c>region_id</c>), the metadata where they are. Fields that the record does not want may come and go. The reader is compiled; it looks
/// nothing up by name.
/// </summary>
internal static class Binder
{
    private const int DepthMax = 16; // .NET types can contain themselves; no event does.

    public static Func<ScaleValue, T> Bind<T>(TypePlan plan, string path)
    {
        var value = Expression.Parameter(typeof(ScaleValue), "value");
        return Expression.Lambda<Func<ScaleValue, T>>(Read(value, plan, typeof(T), path, 0), value).Compile();
    }

    private static Expression Read(Expression value, TypePlan plan, Type target, string path, int depth)
    {
        plan = plan is ForwardPlan forward ? forward.Target : plan;
        if (depth > DepthMax)
        {
            throw Unfit(plan, target, path);
        }

        if (target == typeof(ScaleValue))
        {
            return value;
        }

        if (plan is OptionPlan option)
        {
            return ReadOption(value, option, target, path, depth);
        }

        if (ReadLeaf(value, plan, target) is { } leaf)
        {
            return leaf;
        }

        return plan switch
        {
            ListPlan list when ItemOf(target) is { } item => ReadList(value, list, target, item, path, depth),
            VariantPlan variant when target.IsEnum => ReadEnum(value, variant, target, path),
            CompositePlan composite => ReadFields(value, composite.Fields, target, path, depth),
            FieldsPlan fields => ReadFields(value, fields, target, path, depth),
            _ => throw Unfit(plan, target, path),
        };
    }

    private static Expression? ReadLeaf(Expression value, TypePlan plan, Type target)
    {
        switch (plan)
        {
            case BoolPlan when target == typeof(bool):
                return Expression.Call(value, nameof(ScaleValue.AsBool), null);
            case TextPlan when target == typeof(string):
                return Expression.Call(value, nameof(ScaleValue.AsText), null);
            case UnsignedPlan unsigned when WidthOf(target) is { } width && unsigned.Width <= width:
                return Expression.Convert(Expression.Call(typeof(Binder), nameof(Unsigned), null, value), target, Conversion(typeof(UInt128), target));
            case UnsignedPlan or SignedPlan when WidthOf(target) is null && SignedWidthOf(target) is { } room && WidthOf(plan) <= room:
                return Expression.Convert(Expression.Call(value, nameof(ScaleValue.AsInt128), null), target, Conversion(typeof(Int128), target));
            case VariantPlan when target == typeof(string):
                return Expression.Property(value, nameof(ScaleValue.Variant));
            case CallPlan when target == typeof(CallView):
                return Expression.New(typeof(CallView).GetConstructor([typeof(ScaleValue)])!, value);
            case BytesPlan or WidePlan or BitsPlan when target == typeof(byte[]):
                return Expression.Call(typeof(Binder), nameof(Bytes), null, value);
            case BytesPlan { FixedSize: 32 } when target == typeof(AccountId32):
                return Expression.Call(typeof(Binder), nameof(Account), null, value);
            case BytesPlan { FixedSize: 32 } when target == typeof(H256):
                return Expression.Call(typeof(Binder), nameof(Hash), null, value);
            default:
                return null;
        }
    }

    private static ConditionalExpression ReadOption(Expression value, OptionPlan option, Type target, string path, int depth)
    {
        var inner = Nullable.GetUnderlyingType(target) ?? (target.IsValueType ? throw Unfit(option, target, $"{path} (make it nullable)") : target);
        var some = Read(Expression.Call(typeof(Binder), nameof(Item), null, value, Expression.Constant(0)), option.Inner, inner, path, depth + 1);
        return Expression.Condition(Expression.Property(value, nameof(ScaleValue.IsNone)), Expression.Default(target), Expression.Convert(some, target));
    }

    private static MethodCallExpression ReadList(Expression value, ListPlan list, Type target, Type item, string path, int depth)
    {
        var one = Expression.Parameter(typeof(ScaleValue), "item");
        var read = Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(ScaleValue), item), Read(one, list.Item, item, path + "[]", depth + 1), one).Compile();
        return Expression.Call(typeof(Binder), nameof(Items), [item], value, Expression.Constant(read));
    }

    private static UnaryExpression ReadEnum(Expression value, VariantPlan plan, Type target, string path)
    {
        var names = new Dictionary<byte, object>();
        foreach (var variant in plan.Variants)
        {
            names[variant.Index] = Enum.TryParse(target, variant.Name, out var found)
                ? found
                : throw new ScaleBindException($"{path}: {target.Name} has no '{variant.Name}', which {plan.Name} has.");
        }

        return Expression.Convert(Expression.Property(Expression.Constant(names), "Item", Expression.Property(value, nameof(ScaleValue.VariantIndex))), target);
    }

    private static NewExpression ReadFields(Expression value, FieldsPlan fields, Type target, string path, int depth)
    {
        var constructor = target.GetConstructors().MaxBy(c => c.GetParameters().Length);
        if (constructor is null || constructor.GetParameters().Length == 0)
        {
            throw Unfit(fields, target, path);
        }

        var arguments = new List<Expression>();
        foreach (var parameter in constructor.GetParameters())
        {
            var name = SnakeCase(parameter.Name!);
            var position = fields.Names is null ? parameter.Position : fields.IndexOf(name);
            if (position < 0 || position >= fields.Count)
            {
                throw new ScaleBindException($"{path} has no field '{name}', which {target.Name} wants; it has {string.Join(", ", fields.Names ?? [$"{fields.Count} fields without names"])}.");
            }

            var item = Expression.Call(typeof(Binder), nameof(Item), null, value, Expression.Constant(position));
            arguments.Add(Read(item, fields.Part(position), parameter.ParameterType, $"{path}.{name}", depth + 1));
        }

        return Expression.New(constructor, arguments);
    }

    private static ScaleBindException Unfit(TypePlan plan, Type target, string path) => new($"{path} is of type {plan.Name}, which a {target.Name} cannot hold.");

    private static Type? ItemOf(Type target) =>
        target.IsArray ? target.GetElementType()
        : target.IsGenericType && target.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? target.GetGenericArguments()[0]
        : null;

    private static int? WidthOf(Type type) => type == typeof(byte) ? 1 : type == typeof(ushort) ? 2 : type == typeof(uint) ? 4 : type == typeof(ulong) ? 8 : type == typeof(UInt128) ? 16 : null;

    private static int? SignedWidthOf(Type type) => type == typeof(sbyte) ? 1 : type == typeof(short) ? 2 : type == typeof(int) ? 4 : type == typeof(long) ? 8 : type == typeof(Int128) ? 16 : null;

    // An unsigned integer needs one bit more than a signed one of its width has.
    private static int WidthOf(TypePlan plan) => plan is SignedPlan signed ? signed.Width : 2 * ((UnsignedPlan)plan).Width;

    private static MethodInfo Conversion(Type from, Type to) => to == from
        ? typeof(Binder).GetMethod(nameof(Same), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(from)
        : from.GetMethods(BindingFlags.Public | BindingFlags.Static).First(m => m.Name == "op_CheckedExplicit" && m.ReturnType == to && m.GetParameters()[0].ParameterType == from);

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static T Same<T>(T value) => value;

    private static ScaleValue Item(ScaleValue value, int position) => value.Items[position];

    private static UInt128 Unsigned(ScaleValue value) => value.Raw;

    private static byte[] Bytes(ScaleValue value) => value.AsBytes().ToArray();

    private static AccountId32 Account(ScaleValue value) => AccountId32.FromBytes(value.AsBytes());

    private static H256 Hash(ScaleValue value) => H256.FromBytes(value.AsBytes());

    private static T[] Items<T>(ScaleValue value, Func<ScaleValue, T> read)
    {
        var items = new T[value.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(value.Items[i]);
        }

        return items;
    }
}
