import { isMeant } from '../../model/pattern.ts';
import { nearest } from '../../model/nearest.ts';
import type { Spec } from '../../model/spec.ts';
import type { Places } from './place.ts';

/** A line a word of `include` and `exclude` that means no kind: `8:14: include[0].kind[0]: there is no kind flavr: did you mean "flavor"?` */
export function unknownKinds(
  spec: Spec,
  { known, places }: { readonly known: readonly string[]; readonly places: Places },
): string[] {
  return (['include', 'exclude'] as const).flatMap((key) =>
    (spec[key] ?? []).flatMap(({ kind: words = [] }, index) =>
      words.flatMap((word, at) => {
        if (known.some((kind) => isMeant(word, kind))) return [];
        const near = nearest(word, known);
        const help =
          near === undefined ? `there are: ${known.join(', ')}` : `did you mean "${near}"?`;
        const place = places.value([key, index, 'kind', at]);
        return [`${place}: ${key}[${index}].kind[${at}]: there is no kind ${word}: ${help}`];
      }),
    ),
  );
}
