import type { Frame } from '../layout/frame.ts'
import { PanelPage, type PanelPageProps } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface CategoriesProps {
  frame: Frame
  desk: Pick<PanelPageProps, 'waiting' | 'trouble'>
  categories: readonly { id: string; name: string; slug: string; rooms: number }[]
  /** What was typed and refused: for one that is there (`id`), or for a new one. */
  wrong?: { id: string; typed: string; words: string }
}

export function CategoriesPage({ frame, desk, categories, wrong }: CategoriesProps) {
  const words = say.following.panel.categories
  return (
    <PanelPage frame={frame} title={words.title} {...desk}>
      <div class="settings-form stack">
        <p class="second">{words.lead}</p>
        {categories.length === 0 ? (
          <Empty title={words.none} words={words.noneWords} />
        ) : (
          <ul class="rows">
            {categories.map((category, at) => (
              <li class="category-row">
                <Form
                  action={paths.panelCategory(category.id)}
                  class="category-form row-grow"
                  novalidate={wrong !== undefined}
                >
                  <TextField
                    name="name"
                    id={`name-${category.id}`}
                    label={words.name(category.rooms)}
                    value={wrong?.id === category.id ? wrong.typed : category.name}
                    maxlength={32}
                    error={wrong?.id === category.id ? wrong.words : undefined}
                  />
                  <Button look="edge">{words.rename}</Button>
                </Form>
                {at > 0 ? (
                  <form method="post" action={paths.panelCategoryRaise(category.id)}>
                    <Button look="bare" label={words.raise(category.name)} icon="up" />
                  </form>
                ) : null}
                <form method="post" action={paths.panelCategoryRemove(category.id)}>
                  <Button look="bare" label={words.remove(category.name)} icon="trash" />
                </form>
              </li>
            ))}
          </ul>
        )}
        <Box title={words.fresh}>
          <Form action={paths.panelCategories} novalidate={wrong !== undefined}>
            <TextField
              name="name"
              label={words.nameOnly}
              maxlength={32}
              value={wrong?.id === '' ? wrong.typed : undefined}
              error={wrong?.id === '' ? wrong.words : undefined}
              placeholder={words.example}
            />
            <div>
              <Button look="primary" icon="plus">
                {words.add}
              </Button>
            </div>
          </Form>
        </Box>
      </div>
    </PanelPage>
  )
}
