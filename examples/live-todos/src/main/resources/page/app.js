'use strict';

const element = id => document.getElementById(id);
let me;
let todos = [];

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

const create = doc => post('/api/todos/create', { op: 'one', doc });
const update = (id, $set) => post('/api/todos/update', { op: 'one', find: { id }, update: { $set } });
const remove = id => post('/api/todos/delete', { op: 'one', find: { id } });
const said = problem => { element('state').textContent = problem.message; };

/** What a change makes of the list. */
function apply(change) {
  const at = id => todos.findIndex(todo => todo.id === id);
  if (change.type === 'snapshot') {
    todos = change.docs;
  } else if (change.type === 'added') {
    todos.splice(change.index, 0, change.doc);
  } else if (change.type === 'modified') {
    todos.splice(at(change.doc.id), 1);
    todos.splice(change.index, 0, change.doc);
  } else if (change.type === 'removed') {
    todos.splice(at(change.key.id), 1);
  }
  element('list').replaceChildren(...todos.map(row));
}

function button(text, pressed, act) {
  const made = document.createElement('button');
  made.textContent = text;
  made.classList.toggle('on', pressed);
  made.addEventListener('click', () => act().catch(said));
  return made;
}

function row(todo) {
  const made = document.createElement('li');
  made.classList.toggle('done', todo.done);
  const done = Object.assign(document.createElement('input'), { type: 'checkbox', checked: todo.done });
  const title = Object.assign(document.createElement('span'), { className: 'title', textContent: todo.title });
  made.append(done, title);
  if (todo.owner === me) {
    done.addEventListener('change', () => update(todo.id, { done: done.checked }).catch(said));
    made.append(
      button('share', todo.shared, () => update(todo.id, { shared: !todo.shared })),
      button('✕', false, () => remove(todo.id)));
  } else {
    done.disabled = true;
    made.append(Object.assign(document.createElement('small'), { textContent: 'of ' + todo.owner }));
  }
  return made;
}

function follow() {
  const read = JSON.stringify({ op: 'all', options: { sort: ['done', 'title'] } });
  const source = new EventSource('/api/todos/live?read=' + encodeURIComponent(read));
  source.addEventListener('change', event => { element('state').textContent = ''; apply(JSON.parse(event.data)); });
  source.addEventListener('end', event => { source.close(); element('state').textContent = 'Ended: ' + event.data; });
  source.addEventListener('error', () => { element('state').textContent = 'Connecting …'; });
}

element('sign-in').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    me = element('name').value;
    await post('/api/session', me);
    element('who').textContent = me;
    element('sign-in').hidden = true;
    element('sign-in').style.display = 'none';
    element('todos').hidden = false;
    element('title').focus();
    follow();
  } catch (problem) {
    alert(problem.message);
  }
});

element('add').addEventListener('submit', event => {
  event.preventDefault();
  const title = element('title').value;
  element('title').value = '';
  create({ id: crypto.randomUUID(), owner: me, title }).catch(said);
});
